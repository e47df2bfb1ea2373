"""The training steps of mlp.scm, conv.scm, lstm.scm and transformer.scm in JAX and in PyTorch, on one thread.

    peers.py jax|torch

Prints "name|type|least|median|check" for each step and type: nanoseconds, and the loss after three steps.
"""
import math, os, sys, time

os.environ.update(XLA_FLAGS="--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1", OMP_NUM_THREADS="1",
                  OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", JAX_ENABLE_X64="1", JAX_PLATFORMS="cpu")
import numpy

SHAPES = {  # of each parameter: shape, scale, pace
    "mlp": [((784, 128), 0.05, 0.11), ((128,), 0.1, 0.7), ((128, 10), 0.1, 0.13), ((10,), 0.1, 0.9)],
    "conv": [((8, 1, 3, 3), 0.3, 0.11), ((8,), 0.1, 0.7), ((16, 8, 3, 3), 0.1, 0.13), ((16,), 0.1, 0.9),
             ((32, 16, 3, 3), 0.1, 0.17), ((32,), 0.1, 0.5), ((1568, 10), 0.05, 0.19), ((10,), 0.1, 0.3)],
    "lstm": [((64, 512), 0.1, 0.11), ((128, 512), 0.1, 0.7), ((512,), 0.1, 0.13), ((128, 10), 0.1, 0.9),
             ((10,), 0.1, 0.3)],
    "transformer": [((64,), 1.0, 0.7), ((64,), 0.1, 0.9), ((64, 64), 0.1, 0.11), ((64, 64), 0.1, 0.12),
                    ((64, 64), 0.1, 0.13), ((64, 64), 0.1, 0.14), ((64,), 1.0, 0.6), ((64,), 0.1, 0.8),
                    ((64, 256), 0.1, 0.15), ((256,), 0.1, 0.5), ((256, 64), 0.1, 0.16), ((64,), 0.1, 0.4),
                    ((64, 10), 0.1, 0.17), ((10,), 0.1, 0.3)],
}
INPUTS = {"mlp": (64, 784), "conv": (16, 1, 28, 28), "lstm": (20, 16, 64), "transformer": (8, 32, 64)}
BATCH = {"mlp": 64, "conv": 16, "lstm": 16, "transformer": 8}


def wave(shape, scale, pace, dtype):
    size = math.prod(shape)
    return (scale * numpy.sin(pace * (1.0 + numpy.arange(size)))).reshape(shape).astype(dtype)


def bench(name, dtype, check, run):
    def time_of(n):
        start = time.process_time()
        for _ in range(n):
            run()
        return (time.process_time() - start) / n

    n = 1
    while n * time_of(n) < 0.12:
        n *= 2
    times = sorted(time_of(n) for _ in range(3))
    print(f"{name}|{'f64' if dtype == 'float64' else 'f32'}|{1e9 * times[0]:.1f}|{1e9 * times[1]:.1f}|{check!r}", flush=True)


def networks(m):
    """The logits of each network, in the words of a module `m` that has the functions of either library."""
    def conv(p, x):
        y = m.pool(m.relu(m.conv(x, p[0]) + p[1].reshape(1, -1, 1, 1)))
        y = m.pool(m.relu(m.conv(y, p[2]) + p[3].reshape(1, -1, 1, 1)))
        y = m.relu(m.conv(y, p[4]) + p[5].reshape(1, -1, 1, 1))
        return y.reshape(16, -1) @ p[6] + p[7]

    def lstm(p, x):
        h = c = m.zeros((16, 128), x.dtype)

        def turn(h, c, row):
            i, f, g, o = m.split(row @ p[0] + h @ p[1] + p[2], 4)
            c = m.sigmoid(f) * c + m.sigmoid(i) * m.tanh(g)
            return m.sigmoid(o) * m.tanh(c), c

        h = m.scan(turn, h, c, x)
        return h @ p[3] + p[4]

    def transformer(p, x):
        def normed(x, g, b):
            centred = x - m.mean(x, -1)
            return centred / m.sqrt(m.mean(centred * centred, -1) + 1e-5) * g + b

        def heads(y):
            return m.transpose(y.reshape(8, 32, 4, 16), (0, 2, 1, 3))

        y = normed(x, p[0], p[1])
        q, k, v = heads(y @ p[2]), heads(y @ p[3]), heads(y @ p[4])
        mixed = m.softmax(0.25 * (q @ m.transpose(k, (0, 1, 3, 2)))) @ v
        y = x + m.transpose(mixed, (0, 2, 1, 3)).reshape(8, 32, 64) @ p[5]
        z = m.relu(normed(y, p[6], p[7]) @ p[8] + p[9]) @ p[10] + p[11]
        return m.mean(y + z, 1).reshape(8, 64) @ p[12] + p[13]

    return {"mlp": lambda p, x: m.relu(x @ p[0] + p[1]) @ p[2] + p[3], "conv": conv, "lstm": lstm,
            "transformer": transformer}


def run_jax():
    import jax, jax.numpy as jnp
    from jax import lax

    class words:
        relu = staticmethod(jax.nn.relu)
        sigmoid, tanh, sqrt, transpose = jax.nn.sigmoid, jnp.tanh, jnp.sqrt, jnp.transpose
        zeros, softmax = jnp.zeros, jax.nn.softmax
        conv = staticmethod(lambda x, w: lax.conv_general_dilated(x, w, (1, 1), ((1, 1), (1, 1))))
        pool = staticmethod(lambda x: lax.reduce_window(x, -jnp.inf, lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID"))
        split = staticmethod(lambda x, n: jnp.split(x, n, axis=1))
        mean = staticmethod(lambda x, axis: x.mean(axis, keepdims=True))
        scan = staticmethod(lambda f, h, c, x: lax.scan(lambda s, row: (f(*s, row), None), (h, c), x)[0][0])

    for name, logits in networks(words).items():
        for dtype in ("float64", "float32"):
            x = jnp.asarray(wave(INPUTS[name], 1.0, 0.37, dtype))
            wanted = jax.nn.one_hot(jnp.arange(BATCH[name]) % 10, 10, dtype=dtype)
            loss = lambda p: -(wanted * jax.nn.log_softmax(logits(p, x))).sum() / BATCH[name]
            step = jax.jit(lambda p: [a - 0.1 * g for a, g in zip(p, jax.grad(loss)(p))])
            state = [jnp.asarray(wave(*spec, dtype)) for spec in SHAPES[name]]
            check = float(loss(step(step(step(state)))))

            def run():
                nonlocal state
                state = jax.block_until_ready(step(state))

            bench(name, dtype, check, run)


def run_torch():
    import torch
    import torch.nn.functional as F
    torch.set_num_threads(1)

    def scan(f, h, c, x):
        for row in x:
            h, c = f(h, c, row)
        return h

    class words:
        relu, sigmoid, tanh, sqrt = F.relu, torch.sigmoid, torch.tanh, torch.sqrt
        transpose = staticmethod(lambda x, axes: x.permute(axes))
        zeros = staticmethod(lambda shape, dtype: torch.zeros(shape, dtype=dtype))
        softmax = staticmethod(lambda x: F.softmax(x, -1))
        conv = staticmethod(lambda x, w: F.conv2d(x, w, padding=1))
        pool = staticmethod(lambda x: F.max_pool2d(x, 2))
        split = staticmethod(lambda x, n: x.chunk(n, 1))
        mean = staticmethod(lambda x, axis: x.mean(axis, keepdim=True))

    words.scan = staticmethod(scan)
    for name, logits in networks(words).items():
        for dtype in ("float64", "float32"):
            x = torch.from_numpy(wave(INPUTS[name], 1.0, 0.37, dtype))
            labels = torch.arange(BATCH[name]) % 10
            state = [torch.from_numpy(wave(*spec, dtype)).requires_grad_() for spec in SHAPES[name]]
            loss = lambda: F.cross_entropy(logits(state, x), labels)

            def run():
                gradients = torch.autograd.grad(loss(), state)
                with torch.no_grad():
                    for p, g in zip(state, gradients):
                        p -= 0.1 * g

            run(), run(), run()
            bench(name, dtype, loss().item(), run)


if __name__ == "__main__":
    {"jax": run_jax, "torch": run_torch}[sys.argv[1]]()
