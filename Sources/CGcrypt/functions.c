#include "shim.h"

#include <on_demand.h>
#include <stddef.h>

#define LIBRARY "libgcrypt.so.20"

// Of 2017, the first with ChaCha20-Poly1305 as the RFC has it and all else that is called here.
#define OLDEST "1.8.0"

ON_DEMAND_PROBE(libgcrypt_is_there)

bool libgcrypt_start(void) {
  if (!libgcrypt_is_there()) return false;
  // Looked up here, as no macro can pass on an ellipsis.
  __typeof__(&gcry_control) control = (__typeof__(&gcry_control))function_on_demand(LIBRARY, "gcry_control");
  __typeof__(&gcry_check_version) version =
      (__typeof__(&gcry_check_version))function_on_demand(LIBRARY, "gcry_check_version");
  if (!version(OLDEST)) return false;
  if (control(GCRYCTL_INITIALIZATION_FINISHED_P)) return true;
  // Locked memory is a few pages that a limit guards; the keys of a trace are in its neighbours anyhow.
  control(GCRYCTL_DISABLE_SECMEM, 0);
  control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  return true;
}

ON_DEMAND(const char *, gcry_strerror, (gcry_error_t error), (error))

ON_DEMAND(gcry_error_t, gcry_cipher_open, (gcry_cipher_hd_t *cipher, int algorithm, int mode, unsigned flags),
          (cipher, algorithm, mode, flags))
ON_DEMAND(void, gcry_cipher_close, (gcry_cipher_hd_t cipher), (cipher))
ON_DEMAND(gcry_error_t, gcry_cipher_setkey, (gcry_cipher_hd_t cipher, const void *key, size_t length),
          (cipher, key, length))
ON_DEMAND(gcry_error_t, gcry_cipher_setiv, (gcry_cipher_hd_t cipher, const void *iv, size_t length),
          (cipher, iv, length))
ON_DEMAND(gcry_error_t, gcry_cipher_setctr, (gcry_cipher_hd_t cipher, const void *counter, size_t length),
          (cipher, counter, length))
ON_DEMAND(gcry_error_t, gcry_cipher_authenticate, (gcry_cipher_hd_t cipher, const void *bytes, size_t length),
          (cipher, bytes, length))
ON_DEMAND(gcry_error_t, gcry_cipher_encrypt,
          (gcry_cipher_hd_t cipher, void *out, size_t room, const void *in, size_t length),
          (cipher, out, room, in, length))
ON_DEMAND(gcry_error_t, gcry_cipher_decrypt,
          (gcry_cipher_hd_t cipher, void *out, size_t room, const void *in, size_t length),
          (cipher, out, room, in, length))
ON_DEMAND(gcry_error_t, gcry_cipher_gettag, (gcry_cipher_hd_t cipher, void *tag, size_t length),
          (cipher, tag, length))
ON_DEMAND(gcry_error_t, gcry_cipher_checktag, (gcry_cipher_hd_t cipher, const void *tag, size_t length),
          (cipher, tag, length))

ON_DEMAND(gcry_error_t, gcry_md_open, (gcry_md_hd_t *digest, int algorithm, unsigned flags),
          (digest, algorithm, flags))
ON_DEMAND(void, gcry_md_close, (gcry_md_hd_t digest), (digest))
ON_DEMAND(gcry_error_t, gcry_md_setkey, (gcry_md_hd_t digest, const void *key, size_t length),
          (digest, key, length))
ON_DEMAND(void, gcry_md_reset, (gcry_md_hd_t digest), (digest))
ON_DEMAND(void, gcry_md_write, (gcry_md_hd_t digest, const void *bytes, size_t length),
          (digest, bytes, length))
ON_DEMAND(unsigned char *, gcry_md_read, (gcry_md_hd_t digest, int algorithm), (digest, algorithm))
