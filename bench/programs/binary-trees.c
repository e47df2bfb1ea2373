#include <stdio.h>
#include <stdlib.h>
typedef struct tree { struct tree *l, *r; } tree;
static tree *make(int d) {
  tree *t = malloc(sizeof *t);
  if (d == 0) t->l = t->r = 0; else { t->l = make(d - 1); t->r = make(d - 1); }
  return t;
}
static long check(tree *t) { return t->l ? 1 + check(t->l) + check(t->r) : 1; }
static void drop(tree *t) { if (t->l) { drop(t->l); drop(t->r); } free(t); }
int main(void) {
  int max = 18;
  tree *keep = make(max);
  long total = 0;
  for (int d = 4; d <= max; d += 4)
    for (long i = 1L << (4 + max - d); i; i--) { tree *t = make(d); total += check(t); drop(t); }
  printf("%ld\n", total + check(keep));
}
