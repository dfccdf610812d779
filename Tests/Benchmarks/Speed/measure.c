// measure [-n DESCRIPTORS] [-p LIBRARY] [-w MEGABYTES] RESULT COMMAND...: runs COMMAND, with so many descriptors
// and the library preloaded, and writes to RESULT on one line its status, user and system seconds, wall seconds,
// and peak memory in KB.
//
// Before that it has touched so much memory and given it back: a virtual machine may have returned what was free
// to its host, and who is the first to use it again waits for the host, up to four times as long as all it does.
//
// A program of its own, as Linux counts what the parent had at fork(2) into the child's peak.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

// In a child, so that what is freed goes back to the system.
static void warm(size_t megabytes) {
  pid_t child = fork();
  if (child == 0) {
    char *memory = malloc(megabytes << 20);
    for (size_t at = 0; memory && at < megabytes << 20; at += 4096) ((volatile char *)memory)[at] = 1;
    _exit(0);
  }
  if (child > 0) waitpid(child, NULL, 0);
}

int main(int argc, char **argv) {
  const char *library = NULL;
  int option;
  while ((option = getopt(argc, argv, "+n:p:w:")) != -1) {
    rlim_t limit = (rlim_t)atol(optarg);
    if (option == 'p') library = optarg;
    else if (option == 'w') warm((size_t)atol(optarg));
    else if (option != 'n' || setrlimit(RLIMIT_NOFILE, &(struct rlimit){limit, limit})) return 64;
  }
  int at = optind;
  if (argc < at + 2) return 64;
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // who ends the benchmark ends what it runs
    if (library) setenv("LD_PRELOAD", library, 1);
    execvp(argv[at + 1], argv + at + 1);
    perror(argv[at + 1]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) return 71;
  double end = now();
  FILE *result = fopen(argv[at], "w");
  if (!result) return 73;
  fprintf(result, "%d %f %f %f %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          seconds(usage.ru_utime), seconds(usage.ru_stime), end - start, usage.ru_maxrss);
  return fclose(result) ? 74 : 0;
}
