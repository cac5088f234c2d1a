# Turns the /etc/exports of an AIX server in the fixtures into a Linux one that grants the same.
# Knows the words that the fixtures use, and stops at any other. Lines in Linux syntax stay.

/^[[:space:]]*(#|$)/ { next }

$2 !~ /^-/ { print; next }

# -ro,root=a:b,access=a:b; any port, and root is kept for those in root=.
{
  clients = "*"; access = "rw"; squash = "root_squash"
  split(substr($2, 2), words, ",")
  for (i in words) {
    if (words[i] == "ro") access = "ro"
    else if (words[i] ~ /^root=/) squash = "no_root_squash"
    else if (words[i] ~ /^access=/) clients = substr(words[i], 8)
    else stop(words[i])
  }
  line = $1
  for (i = split(clients, list, ":"); i > 0; i--)
    line = line " " list[i] "(" access ",sync,insecure," squash ",no_subtree_check)"
  print line
}

function stop(word) {
  print FILENAME ":" FNR ": exports.awk does not know '" word "'" > "/dev/stderr"
  exit 1
}
