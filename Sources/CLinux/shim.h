// What glibc declares only for _GNU_SOURCE, which Swift's module of it is built without.
#ifndef RTP2WAV_CLINUX_H
#define RTP2WAV_CLINUX_H

// rename(2): gives a file another name; with RENAME_NOREPLACE fails where that is taken.
extern int renameat2(int old_folder, const char *old_path, int new_folder, const char *new_path,
                     unsigned int flags);

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1
#endif

#endif
