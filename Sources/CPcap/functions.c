#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libpcap.so.0.8"

ON_DEMAND(int, pcap_findalldevs, (pcap_if_t **devices, char *error), (devices, error))
ON_DEMAND(void, pcap_freealldevs, (pcap_if_t *devices), (devices))
ON_DEMAND(pcap_t *, pcap_create, (const char *device, char *error), (device, error))
ON_DEMAND(pcap_t *, pcap_open_dead, (int link, int length), (link, length))
ON_DEMAND(int, pcap_set_snaplen, (pcap_t *pcap, int length), (pcap, length))
ON_DEMAND(int, pcap_set_promisc, (pcap_t *pcap, int promiscuous), (pcap, promiscuous))
ON_DEMAND(int, pcap_set_timeout, (pcap_t *pcap, int milliseconds), (pcap, milliseconds))
ON_DEMAND(int, pcap_set_buffer_size, (pcap_t *pcap, int bytes), (pcap, bytes))
ON_DEMAND(int, pcap_set_tstamp_precision, (pcap_t *pcap, int precision), (pcap, precision))
ON_DEMAND(int, pcap_activate, (pcap_t *pcap), (pcap))
ON_DEMAND(void, pcap_close, (pcap_t *pcap), (pcap))
ON_DEMAND(int, pcap_setnonblock, (pcap_t *pcap, int nonblocking, char *error),
          (pcap, nonblocking, error))
ON_DEMAND(int, pcap_get_selectable_fd, (pcap_t *pcap), (pcap))
ON_DEMAND(int, pcap_get_tstamp_precision, (pcap_t *pcap), (pcap))
ON_DEMAND(int, pcap_datalink, (pcap_t *pcap), (pcap))
ON_DEMAND(int, pcap_next_ex,
          (pcap_t *pcap, struct pcap_pkthdr **header, const u_char **bytes), (pcap, header, bytes))
ON_DEMAND(int, pcap_stats, (pcap_t *pcap, struct pcap_stat *counters), (pcap, counters))
ON_DEMAND(int, pcap_compile,
          (pcap_t *pcap, struct bpf_program *program, const char *text, int optimize,
           bpf_u_int32 netmask),
          (pcap, program, text, optimize, netmask))
ON_DEMAND(void, pcap_freecode, (struct bpf_program *program), (program))
ON_DEMAND(int, pcap_setfilter, (pcap_t *pcap, struct bpf_program *program), (pcap, program))
ON_DEMAND(int, pcap_offline_filter,
          (const struct bpf_program *program, const struct pcap_pkthdr *header,
           const u_char *bytes),
          (program, header, bytes))
ON_DEMAND(char *, pcap_geterr, (pcap_t *pcap), (pcap))
ON_DEMAND(const char *, pcap_statustostr, (int status), (status))
