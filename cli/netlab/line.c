/*
 * A line between two network namespaces, for kernels without netem: a TUN device at each end, and in
 * between, each way, a rate, a queue with tail drop, a one-way delay and random loss.
 *
 *   line NS_A DEV_A NS_B DEV_B A_TO_B B_TO_A SEED
 *
 * Each way is RATE,DELAY,LOSS,QUEUE: bit/s, ms, share of packets from 0 to 1, bytes.
 * Prints "ready" once both devices are there. Ends when its standard input does.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* What is under way each way, at most: a second of full packets at 100 Mbit/s is 8,300. */
enum { MAX_PACKET_BYTES = 2048, MAX_PACKETS = 1 << 15 };

struct packet {
  double due;
  int size;
  unsigned char bytes[MAX_PACKET_BYTES];
};

struct way {
  double rate_bytes_per_s, delay_s, loss, queue_bytes;
  /* When what stands in the queue has left it. */
  double free_at;
  /* A ring. */
  struct packet *packets;
  unsigned first, end;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void need(int ok, const char *what) {
  if (ok) return;
  perror(what);
  exit(1);
}

static int open_tun(const char *namespace, const char *device) {
  char path[256];
  snprintf(path, sizeof path, "/var/run/netns/%s", namespace);
  int own = open("/proc/self/ns/net", O_RDONLY), other = open(path, O_RDONLY);
  need(other >= 0 && setns(other, CLONE_NEWNET) == 0, path);
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  need(fd >= 0 && ioctl(fd, TUNSETIFF, &request) == 0, "/dev/net/tun");
  need(setns(own, CLONE_NEWNET) == 0, "setns");
  close(own);
  close(other);
  return fd;
}

static struct way parse(const char *text) {
  double bits_per_s, delay_ms, loss, queue_bytes;
  if (sscanf(text, "%lf,%lf,%lf,%lf", &bits_per_s, &delay_ms, &loss, &queue_bytes) != 4) {
    fprintf(stderr, "not a way: %s\n", text);
    exit(2);
  }
  struct way way = {bits_per_s / 8, delay_ms / 1e3, loss, queue_bytes, 0, NULL, 0, 0};
  way.packets = malloc(sizeof(struct packet) * MAX_PACKETS);
  need(way.packets != NULL, "malloc");
  return way;
}

/* Everything that waits at the device goes into the queue, is lost, or finds the queue full. */
static void take(struct way *way, int fd, double at) {
  while (way->end - way->first < MAX_PACKETS) {
    struct packet *packet = &way->packets[way->end % MAX_PACKETS];
    packet->size = read(fd, packet->bytes, MAX_PACKET_BYTES);
    if (packet->size <= 0) return;
    double starts = way->free_at > at ? way->free_at : at;
    if ((starts - at) * way->rate_bytes_per_s > way->queue_bytes) continue;
    way->free_at = starts + packet->size / way->rate_bytes_per_s;
    /* Lost beyond the bottleneck: it has used the line. */
    if (drand48() < way->loss) continue;
    packet->due = way->free_at + way->delay_s;
    way->end++;
  }
}

/* Hands over what has arrived; returns when the next does, a second from now at the latest. */
static double deliver(struct way *way, int fd, double at) {
  for (; way->first != way->end; way->first++) {
    struct packet *packet = &way->packets[way->first % MAX_PACKETS];
    if (packet->due > at) return packet->due < at + 1 ? packet->due : at + 1;
    /* A device that takes no more drops it, as a full receiver does. */
    if (write(fd, packet->bytes, packet->size) < 0) continue;
  }
  return at + 1;
}

int main(int count, char **args) {
  if (count != 8) {
    fprintf(stderr, "line NS_A DEV_A NS_B DEV_B RATE,DELAY,LOSS,QUEUE RATE,DELAY,LOSS,QUEUE SEED\n");
    return 2;
  }
  int a = open_tun(args[1], args[2]), b = open_tun(args[3], args[4]);
  struct way there = parse(args[5]), back = parse(args[6]);
  srand48(atol(args[7]));
  puts("ready");
  fflush(stdout);
  for (;;) {
    double at = now();
    take(&there, a, at);
    take(&back, b, at);
    double next = deliver(&there, b, at), other = deliver(&back, a, at);
    double wait = (other < next ? other : next) - now();
    if (wait < 0) wait = 0;
    struct timespec limit = {(time_t)wait, (long)((wait - (time_t)wait) * 1e9)};
    struct pollfd sources[] = {{a, POLLIN, 0}, {b, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    if (ppoll(sources, 3, &limit, NULL) > 0 && sources[2].revents != 0) return 0;
  }
}
