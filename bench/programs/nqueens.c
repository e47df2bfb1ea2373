#include <stdio.h>
#include <stdlib.h>
typedef struct cell { long head; struct cell *tail; } cell;
static cell *pool; static long used;
static cell *cons(long h, cell *t) { cell *c = &pool[used++]; c->head = h; c->tail = t; return c; }
static int ok(long row, long dist, cell *p) {
  for (; p; p = p->tail, dist++) if (p->head == row + dist || p->head == row - dist) return 0;
  return 1;
}
static cell *append(cell *a, cell *b) { return a ? cons(a->head, append(a->tail, b)) : b; }
static long try(cell *x, cell *y, cell *z) {
  if (!x) return !y;
  long n = ok(x->head, 1, z) ? try(append(x->tail, y), 0, cons(x->head, z)) : 0;
  return n + try(x->tail, cons(x->head, y), z);
}
int main(void) {
  pool = malloc(sizeof(cell) * 40000000L);
  long r = 0;
  for (int i = 0; i < 12; i++) { used = 0; cell *l = 0; for (long k = 10; k; k--) l = cons(k, l); r = try(l, 0, 0); }
  printf("%ld\n", r);
}
