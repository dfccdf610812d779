// measure [-n DESCRIPTORS] [-p LIBRARY] RESULT COMMAND...: runs COMMAND, with so many descriptors and the
// library preloaded, and writes to RESULT on one line its status, user and system seconds, wall seconds, and
// peak memory in KB.
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

int main(int argc, char **argv) {
  const char *library = NULL;
  int option;
  while ((option = getopt(argc, argv, "+n:p:")) != -1) {
    rlim_t limit = (rlim_t)atol(optarg);
    if (option == 'p') library = optarg;
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
