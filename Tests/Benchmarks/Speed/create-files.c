// create-files FOLDER COUNT BYTES: creates COUNT files of BYTES bytes, and nothing else.
#include <fcntl.h>
#include <unistd.h>

#include "packet.h"

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  long count = atol(argv[2]);
  size_t bytes = (size_t)atol(argv[3]);
  char *content = allocated(bytes, 1);
  for (long number = 0; number < count; number++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%08lx.wav", argv[1], ssrc_base | number);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 || write(file, content, bytes) != (ssize_t)bytes || close(file)) fail(path);
  }
}
