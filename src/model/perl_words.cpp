#include "model/perl_words.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace nfsready {

namespace {

// perlfunc(1), perlop(1) and perlsyn(1) of Perl 5.8 to 5.38, and the functions that xCAT's Table.pm
// adds. Each word has a blank on both sides.
constexpr std::string_view kWords =
    " abs accept alarm and atan2 bind binmode bless break caller catch chdir chmod chomp chop"
    " chown chr chroot close closedir cmp connect continue cos crypt dbmclose dbmopen default"
    " defer defined delete die dim2idx do dump each else elseif elsif endgrent endhostent endnetent"
    " endprotoent endpwent endservent eof eq err eval evalbytes exec exists exit exp fc fcntl"
    " field fileno finally flock for foreach fork format formline ge getc getgrent getgrgid"
    " getgrnam gethostbyaddr gethostbyname gethostent getlogin getnetbyaddr getnetbyname"
    " getnetent getpeername getpgrp getppid getpriority getprotobyname getprotobynumber"
    " getprotoent getpwent getpwnam getpwuid getservbyname getservbyport getservent"
    " getsockname getsockopt given glob gmtime goto grep gt hex if index int ioctl ipadd isa"
    " join keys kill last lc lcfirst le length link listen local localtime lock log lstat lt"
    " m main map method mkdir msgctl msgget msgrcv msgsnd my ne next no not oct open opendir"
    " or ord our pack package pipe pop pos print printf prototype push q qq qr quotemeta qw"
    " qx rand read readdir readline readlink readpipe recv redo ref rename require reset"
    " return reverse rewinddir rindex rmdir s say scalar seek seekdir select semctl semget"
    " semop send setgrent sethostent setnetent setpgrp setpriority setprotoent setpwent"
    " setservent setsockopt shift shmctl shmget shmread shmwrite shutdown sin skip sleep"
    " socket socketpair sort splice split sprintf sqrt srand stat state stderr stdin stdout"
    " study sub substr symlink syscall sysopen sysread sysseek system syswrite tell telldir"
    " tie tied time times tr truncate try uc ucfirst umask undef unless unlink unpack unshift"
    " untie until use utime values vec version wait waitpid wantarray warn when while write x"
    " xor y ";

}  // namespace

bool is_perl_word(std::string_view word) {
  // v10 is a version string; words in capitals are blocks, handles or tokens such as __END__.
  if (word.size() > 1 && word[0] == 'v' && is_digit(word[1])) return true;
  const bool lower =
      std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return !lower || kWords.find(" " + std::string(word) + " ") != std::string_view::npos;
}

}  // namespace nfsready
