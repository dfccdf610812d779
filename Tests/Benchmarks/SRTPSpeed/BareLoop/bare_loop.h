#include <stddef.h>
#include <stdint.h>

// What libgcrypt itself takes to open a packet of RTP, called as plainly as C can: in place, by handles that are kept.
struct bare_loop;

// `gcm`: AES-GCM, else AES in counter mode and HMAC-SHA1 with a tag of 10 bytes. Keys are of 16 bytes, made up.
struct bare_loop *bare_loop_open(int gcm);

// Opens a packet of `length` bytes with a header of 12 again and again; returns how often the tag was right.
size_t bare_loop_run(struct bare_loop *loop, uint8_t *packet, size_t length, size_t rounds);
void bare_loop_close(struct bare_loop *loop);
