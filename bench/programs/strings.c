#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) {
  long c = 0;
  for (int r = 0; r < 10; r++) {
    size_t cap = 16, len = 0; char *buf = malloc(cap), tmp[32];
    for (long i = 0; i < 200000; i++) {
      int k = sprintf(tmp, "%ld,", i);
      if (len + k > cap) buf = realloc(buf, cap *= 2);
      memcpy(buf + len, tmp, k); len += k;
    }
    c = 0;
    for (size_t i = 0; i < len; i++) c += buf[i] == ',';
    free(buf);
  }
  printf("%ld\n", c);
}
