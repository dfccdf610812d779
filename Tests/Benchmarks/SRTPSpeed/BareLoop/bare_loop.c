#include "bare_loop.h"

#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

struct bare_loop {
  int gcm;
  gcry_cipher_hd_t cipher;
  gcry_md_hd_t hmac;
};

struct bare_loop *bare_loop_open(int gcm) {
  static const uint8_t key[20] = {1, 2, 3};
  struct bare_loop *loop = calloc(1, sizeof *loop);
  if (!loop || !gcry_check_version("1.8.0")) return NULL;
  loop->gcm = gcm;
  gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  gcry_cipher_open(&loop->cipher, GCRY_CIPHER_AES, gcm ? GCRY_CIPHER_MODE_GCM : GCRY_CIPHER_MODE_CTR, 0);
  gcry_cipher_setkey(loop->cipher, key, 16);
  gcry_md_open(&loop->hmac, GCRY_MD_SHA1, GCRY_MD_FLAG_HMAC);
  gcry_md_setkey(loop->hmac, key, 20);
  return loop;
}

static int open_gcm(struct bare_loop *loop, uint8_t *packet, size_t length) {
  uint8_t nonce[12];
  memcpy(nonce, packet, 12);
  gcry_cipher_setiv(loop->cipher, nonce, 12);
  gcry_cipher_authenticate(loop->cipher, packet, 12);
  gcry_cipher_decrypt(loop->cipher, packet + 12, length - 28, NULL, 0);
  return gcry_cipher_checktag(loop->cipher, packet + length - 16, 16) == 0;
}

static int open_counter_mode(struct bare_loop *loop, uint8_t *packet, size_t length) {
  uint8_t counter[16] = {0};
  memcpy(counter, packet, 12);
  gcry_md_write(loop->hmac, packet, length - 10);
  gcry_md_write(loop->hmac, counter, 4);
  int right = memcmp(gcry_md_read(loop->hmac, GCRY_MD_SHA1), packet + length - 10, 10) == 0;
  gcry_md_reset(loop->hmac);
  gcry_cipher_setctr(loop->cipher, counter, 16);
  gcry_cipher_encrypt(loop->cipher, packet + 12, length - 22, NULL, 0);
  return right;
}

size_t bare_loop_run(struct bare_loop *loop, uint8_t *packet, size_t length, size_t rounds) {
  size_t right = 0;
  for (size_t round = 0; round < rounds; round++)
    right += loop->gcm ? open_gcm(loop, packet, length) : open_counter_mode(loop, packet, length);
  return right;
}

void bare_loop_close(struct bare_loop *loop) {
  gcry_cipher_close(loop->cipher);
  gcry_md_close(loop->hmac);
  free(loop);
}
