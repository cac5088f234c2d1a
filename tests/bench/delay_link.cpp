// nfsready_bench_delay_link NAMESPACE DEVICE NAMESPACE DEVICE MICROSECONDS
//
// A link between two network namespaces on which every packet takes so long in each direction: a
// TUN device (tun(4)) at each end, and this process between them. For kernels without netem.
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string>
#include <thread>
#include <utility>

#include "observe/network_namespace.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kLargestPacket = 65536;

struct Packet {
  Clock::time_point due;
  std::string bytes;
};

int open_tun(const char* name_of_namespace, const char* device) {
  const auto home = nfsready::open_network_namespace(name_of_namespace);
  if (!home) return -1;
  const nfsready::NamespaceVisit visit(home.value().get());
  const int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  ifreq request{};
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  std::strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  return tun >= 0 && visit.error() == 0 && ioctl(tun, TUNSETIFF, &request) == 0 ? tun : -1;
}

class OneWay {
 public:
  OneWay(int from, int to, Clock::duration delay) : from_(from), to_(to), delay_(delay) {}

  // Returns when `from` has nothing to read and nothing is due.
  void carry() {
    std::array<char, kLargestPacket> buffer{};
    for (ssize_t length = read(from_, buffer.data(), buffer.size()); length > 0;
         length = read(from_, buffer.data(), buffer.size())) {
      held_.push_back({Clock::now() + delay_, {buffer.data(), static_cast<std::size_t>(length)}});
    }
    const auto now = Clock::now();
    // A packet that the device does not take is lost, as on any link.
    for (; !held_.empty() && held_.front().due <= now; held_.pop_front()) {
      [[maybe_unused]] const ssize_t sent =
          write(to_, held_.front().bytes.data(), held_.front().bytes.size());
    }
  }

  [[noreturn]] void run() {
    for (;;) {
      pollfd readable{from_, POLLIN, 0};
      timespec wait{0, 0};
      if (!held_.empty()) {
        const auto left =
            std::chrono::duration_cast<std::chrono::nanoseconds>(held_.front().due - Clock::now());
        wait.tv_nsec = std::max<long>(0, static_cast<long>(left.count()));
      }
      ppoll(&readable, 1, held_.empty() ? nullptr : &wait, nullptr);
      carry();
    }
  }

 private:
  int from_;
  int to_;
  Clock::duration delay_;
  std::deque<Packet> held_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr,
                 "usage: nfsready_bench_delay_link NAMESPACE DEVICE NAMESPACE DEVICE "
                 "MICROSECONDS\n");
    return 2;
  }
  const int one = open_tun(argv[1], argv[2]);
  const int other = open_tun(argv[3], argv[4]);
  if (one < 0 || other < 0) {
    std::perror("nfsready_bench_delay_link: TUN device");
    return 1;
  }
  const std::chrono::microseconds delay(std::atoi(argv[5]));
  std::thread([=] { OneWay(other, one, delay).run(); }).detach();
  OneWay(one, other, delay).run();
}
