// dtls13 DATABASE SUITE [retry]: lets NSS talk to itself in memory by DTLS 1.3, and prints what went over the wire, as
// handshakes.py does. `record-dtls13` builds and calls it.
//
// Debian's NSS logs no keys, so the secret that its exporter starts from is caught where it is derived: PK11_Derive and
// PK11_DeriveWithFlags of this program stand before the library's. What it then exports is NSS's own word.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <nspr.h>
#include <nss.h>
#include <pk11pub.h>
#include <ssl.h>
#include <sslexp.h>
#include <sslproto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { keying_bytes = 60, random_at = 13 + 12 + 2 };
static const char exporter_label[] = "dtls13exp master";

static unsigned char exporter_secret[64];
static int exporter_secret_bytes;

static void print_hex(const unsigned char *bytes, int count) {
  for (int index = 0; index < count; index++) printf("%02x", bytes[index]);
}

// Keeps the secret if it is the exporter's: the label is in HkdfLabel (RFC 8446, section 7.1).
static PK11SymKey *watch(const SECItem *parameters, PK11SymKey *derived) {
  if (!derived || !parameters || parameters->len != sizeof(CK_HKDF_PARAMS)) return derived;
  const CK_HKDF_PARAMS *hkdf = (const CK_HKDF_PARAMS *)parameters->data;
  if (!hkdf->bExpand || hkdf->ulInfoLen < 3 + strlen(exporter_label)) return derived;
  if (memcmp(hkdf->pInfo + 3, exporter_label, strlen(exporter_label)) != 0) return derived;
  if (PK11_ExtractKeyValue(derived) != SECSuccess) return derived;
  const SECItem *key = PK11_GetKeyData(derived);
  if (key->len <= sizeof exporter_secret) memcpy(exporter_secret, key->data, exporter_secret_bytes = (int)key->len);
  return derived;
}

PK11SymKey *PK11_Derive(PK11SymKey *base, CK_MECHANISM_TYPE mechanism, SECItem *parameters, CK_MECHANISM_TYPE target,
                        CK_ATTRIBUTE_TYPE operation, int size) {
  __typeof__(&PK11_Derive) derive = (__typeof__(&PK11_Derive))dlsym(RTLD_NEXT, "PK11_Derive");
  return watch(parameters, derive(base, mechanism, parameters, target, operation, size));
}

PK11SymKey *PK11_DeriveWithFlags(PK11SymKey *base, CK_MECHANISM_TYPE mechanism, SECItem *parameters,
                                 CK_MECHANISM_TYPE target, CK_ATTRIBUTE_TYPE operation, int size, CK_FLAGS flags) {
  __typeof__(&PK11_DeriveWithFlags) derive =
      (__typeof__(&PK11_DeriveWithFlags))dlsym(RTLD_NEXT, "PK11_DeriveWithFlags");
  return watch(parameters, derive(base, mechanism, parameters, target, operation, size, flags));
}

// What each side has sent and the other has not received yet; side 0 is the client.
static struct queue {
  struct {
    int count;
    unsigned char bytes[2048];
  } datagrams[64];
  int received, sent;
} queues[2];
static int flights;
static unsigned char client_random[32];

static PRInt32 mem_send(PRFileDesc *socket, const void *bytes, PRInt32 count, PRIntn flags, PRIntervalTime timeout) {
  long side = (long)socket->secret;
  if (queues[side].sent == 64 || count > 2048) exit(1);
  queues[side].datagrams[queues[side].sent].count = count;
  memcpy(queues[side].datagrams[queues[side].sent++].bytes, bytes, count);
  if (!flights) memcpy(client_random, (const unsigned char *)bytes + random_at, sizeof client_random);
  printf("%s[\"%c\", \"", flights++ ? ", " : "{\"flights\": [", side ? 's' : 'c');
  print_hex(bytes, count);
  printf("\"]");
  return count;
}

static PRInt32 mem_receive(PRFileDesc *socket, void *bytes, PRInt32 room, PRIntn flags, PRIntervalTime timeout) {
  struct queue *queue = &queues[!(long)socket->secret];
  if (queue->received == queue->sent) {
    PR_SetError(PR_WOULD_BLOCK_ERROR, 0);
    return -1;
  }
  int count = queue->datagrams[queue->received].count;
  memcpy(bytes, queue->datagrams[queue->received++].bytes, count);
  return count;
}

static PRInt32 mem_write(PRFileDesc *socket, const void *bytes, PRInt32 count) {
  return mem_send(socket, bytes, count, 0, 0);
}

static PRInt32 mem_read(PRFileDesc *socket, void *bytes, PRInt32 room) { return mem_receive(socket, bytes, room, 0, 0); }

static PRStatus peer_name(PRFileDesc *socket, PRNetAddr *address) {
  memset(address, 0, sizeof *address);
  address->inet.family = PR_AF_INET;
  return PR_SUCCESS;
}

static PRStatus get_option(PRFileDesc *socket, PRSocketOptionData *option) {
  if (option->option != PR_SockOpt_Nonblocking) return PR_FAILURE;
  option->value.non_blocking = PR_TRUE;
  return PR_SUCCESS;
}

static SECStatus trust(void *argument, PRFileDesc *socket, PRBool check, PRBool is_server) { return SECSuccess; }

static PRFileDesc *make_side(long side, int suite, int retry) {
  static PRIOMethods methods;
  static PRDescIdentity identity;
  if (!identity) {
    identity = PR_GetUniqueIdentity("memory");
    methods = *PR_GetDefaultIOMethods();
    methods.send = mem_send;
    methods.recv = mem_receive;
    methods.write = mem_write;
    methods.read = mem_read;
    methods.getpeername = peer_name;
    methods.getsocketoption = get_option;
  }
  PRFileDesc *layer = PR_CreateIOLayerStub(identity, &methods);
  layer->secret = (PRFilePrivate *)side;
  PRFileDesc *socket = DTLS_ImportFD(NULL, layer);
  const SSLVersionRange range = {SSL_LIBRARY_VERSION_TLS_1_3, SSL_LIBRARY_VERSION_TLS_1_3};
  const PRUint16 profiles[] = {1, 2};
  SSL_VersionRangeSet(socket, &range);
  SSL_OptionSet(socket, SSL_SECURITY, PR_TRUE);
  SSL_OptionSet(socket, side ? SSL_HANDSHAKE_AS_SERVER : SSL_HANDSHAKE_AS_CLIENT, PR_TRUE);
  SSL_SetSRTPCiphers(socket, profiles, 2);
  SSL_AuthCertificateHook(socket, trust, NULL);
  for (int other = 0x1301; other <= 0x1303; other++) SSL_CipherPrefSet(socket, other, other == suite);
  if (side) {
    CERTCertificate *certificate = PK11_FindCertFromNickname("test", NULL);
    SSL_ConfigServerCert(socket, certificate, PK11_FindKeyByAnyCert(certificate, NULL), NULL, 0);
    const SSLNamedGroup group = ssl_grp_ec_secp256r1;
    if (retry) SSL_NamedGroupConfig(socket, &group, 1);
  }
  SSL_ResetHandshake(socket, side == 1);
  return socket;
}

int main(int count, char **words) {
  if (count < 3 || NSS_Init(words[1]) != SECSuccess) return 1;
  NSS_SetDomesticPolicy();
  PRFileDesc *sides[2];
  for (int side = 0; side < 2; side++) sides[side] = make_side(side, (int)strtol(words[2], NULL, 16), count > 3);
  for (int done = 0, turn = 0; done != 3; turn++) {
    for (int side = 0; side < 2; side++) {
      if (SSL_ForceHandshake(sides[side]) == SECSuccess) done |= 1 << side;
      else if (PR_GetError() != PR_WOULD_BLOCK_ERROR || turn == 50) return 1;
    }
  }
  PRUint16 profile;
  unsigned char keys[keying_bytes];
  if (SSL_GetSRTPCipher(sides[0], &profile) != SECSuccess) return 1;
  if (SSL_ExportKeyingMaterial(sides[0], "EXTRACTOR-dtls_srtp", 19, PR_FALSE, NULL, 0, keys, keying_bytes) != SECSuccess)
    return 1;
  printf("], \"client\": \"\", \"server\": \"\", \"keylog\": \"EXPORTER_SECRET ");
  print_hex(client_random, sizeof client_random);
  printf(" ");
  print_hex(exporter_secret, exporter_secret_bytes);
  printf("\\n\", \"exporter\": \"\", \"profile\": %d, \"exported\": \"", profile);
  print_hex(keys, keying_bytes);
  printf("\"}\n");
  return 0;
}
