// pcap-loop TRACE: the bare loop of libpcap, which every program that reads traces by it has to pay.
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>

int main(int argc, char **argv) {
  if (argc != 2) return 64;
  char message[PCAP_ERRBUF_SIZE];
  pcap_t *trace = pcap_open_offline(argv[1], message);
  if (!trace) {
    fprintf(stderr, "%s\n", message);
    return 66;
  }
  struct pcap_pkthdr *header;
  const u_char *bytes;
  uint64_t packets = 0, length = 0;
  int status;
  while ((status = pcap_next_ex(trace, &header, &bytes)) == 1) {
    packets++;
    length += header->len;
  }
  pcap_close(trace);
  printf("%lu packets, %lu bytes\n", packets, length);
  return status == PCAP_ERROR_BREAK ? 0 : 65;
}
