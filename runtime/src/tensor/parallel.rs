//! Work on several threads, with the results of one.
//!
//! [`for_parts`] cuts a range into parts by a rule that knows nothing of threads, and any thread takes the next part that
//! nobody has. So what a part computes must depend on the part only: its own elements of the output, or a partial
//! result that the caller combines with the others in their order. Then the bits are the same however many threads
//! there are and whoever was faster.
//!
//! The helpers are threads that wait for work; they are started when there is work for them first. They see native
//! memory only, never values, the heap or buffers' counts, which are the program's thread's: the compiler checks that,
//! since these are not `Sync`. They take no signals but those for their own faults, and their stacks are their own. A
//! panic in a part is one of the caller, when all parts are done.

use std::any::Any;
use std::marker::PhantomData;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};

/// How many threads compute, the program's own included; 0 before anything was said about it.
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// As many sums of products are worth that another thread wakes up: some 50 to 100 microseconds.
pub const WORTH: usize = 1 << 21;

/// Sets the number of threads that compute.
pub fn set_threads(count: usize) {
    THREADS.store(count.max(1), Ordering::Relaxed);
}

/// How many threads compute: as many as the machine has processors unless it was said.
pub fn threads() -> usize {
    match THREADS.load(Ordering::Relaxed) {
        0 => {
            set_threads(std::thread::available_parallelism().map_or(1, usize::from));
            threads()
        }
        count => count,
    }
}

/// Calls `work` with parts of `0..length`, of `grain` indices (at least 1) but for the last one, on all threads. Work
/// inside of work stays on its thread.
pub fn for_parts(length: usize, grain: usize, work: impl Fn(Range<usize>) + Sync) {
    let parts = length.div_ceil(grain);
    let part = |index: usize| work(index * grain..length.min((index + 1) * grain));
    if parts < 2 || threads() < 2 || !pool().share(parts, &part) {
        (0..parts).for_each(part);
    }
}

/// Calls `work` with parts of a slice, of `grain` elements but for the last one, and where each starts, on all threads.
pub fn for_slices<T: Send>(slice: &mut [T], grain: usize, work: impl Fn(usize, &mut [T]) + Sync) {
    let data = Shared(slice.as_mut_ptr());
    for_parts(slice.len(), grain, |range| {
        // SAFETY: the parts of a range are parts of the slice that have no elements in common.
        let part = unsafe { std::slice::from_raw_parts_mut(data.get().add(range.start), range.len()) };
        work(range.start, part);
    });
}

/// A slice in slots of the same length, which several threads write.
pub struct Slots<'a, T> {
    data: Shared<T>,
    length: usize,
    count: usize,
    slice: PhantomData<&'a mut [T]>,
}

impl<'a, T: Send> Slots<'a, T> {
    /// As many slots as the slice has room for.
    pub fn of(slice: &'a mut [T], length: usize) -> Slots<'a, T> {
        let count = slice.len().checked_div(length).unwrap_or(0);
        Slots { data: Shared(slice.as_mut_ptr()), length, count, slice: PhantomData }
    }

    /// A slot, which has no elements if there is none with this index.
    ///
    /// # Safety
    /// No other reference to this slot is in use.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn slot(&self, index: usize) -> &mut [T] {
        if index >= self.count {
            return &mut [];
        }
        // SAFETY: the slot is in the slice, and nobody else has it.
        unsafe { std::slice::from_raw_parts_mut(self.data.get().add(index * self.length), self.length) }
    }
}

/// An address that several threads use; that they do not get into each other's way is a matter of those who read it.
pub struct Shared<T>(pub *mut T);

// SAFETY: an address by itself does nothing; using it is unsafe.
unsafe impl<T> Send for Shared<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Shared<T> {}

impl<T> Shared<T> {
    /// The address.
    pub fn get(&self) -> *mut T {
        self.0
    }
}

/// What the threads work on.
#[derive(Clone, Copy)]
struct Job {
    /// Computes a part.
    work: *const (dyn Fn(usize) + Sync),
    /// How many parts there are.
    parts: usize,
}

// SAFETY: any thread may call the work, and whoever posts a job keeps the work until no thread has a part of it.
unsafe impl Send for Job {}

#[derive(Default)]
struct State {
    job: Option<Job>,
    /// The first part that nobody has taken.
    next: usize,
    /// How many parts are being computed.
    busy: usize,
    /// How many helpers were started.
    helpers: usize,
    /// What the first part that panicked said.
    panic: Option<Box<dyn Any + Send>>,
}

#[derive(Default)]
struct Pool {
    state: Mutex<State>,
    /// There is a new job.
    posted: Condvar,
    /// No part is being computed.
    finished: Condvar,
}

fn pool() -> &'static Pool {
    static POOL: LazyLock<Pool> = LazyLock::new(Pool::default);
    &POOL
}

impl State {
    fn take(&mut self) -> Option<(Job, usize)> {
        let job = self.job.filter(|job| self.next < job.parts)?;
        self.next += 1;
        Some((job, self.next - 1))
    }
}

impl Pool {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Computes all parts; false, and nothing is done, if the threads are at work already.
    fn share<'a>(&'static self, parts: usize, work: &'a (dyn Fn(usize) + Sync + 'a)) -> bool {
        let mut state = self.lock();
        if state.job.is_some() {
            return false;
        }
        let work: *const (dyn Fn(usize) + Sync + 'a) = work;
        // SAFETY: only the lifetime is forgotten, and this function returns when no thread has a part any more.
        let work: *const (dyn Fn(usize) + Sync + 'static) = unsafe { std::mem::transmute(work) };
        (state.job, state.next) = (Some(Job { work, parts }), 0);
        let wanted = threads().min(parts) - 1;
        while state.helpers < wanted && start_helper(self) {
            state.helpers += 1;
        }
        (0..wanted).for_each(|_| self.posted.notify_one());
        state = self.compute(state);
        while state.busy > 0 {
            state = self.finished.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.job = None;
        let panic = state.panic.take();
        drop(state);
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
        true
    }

    /// Computes parts as long as there are any.
    fn compute<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        while let Some((job, part)) = state.take() {
            state.busy += 1;
            drop(state);
            // SAFETY: the job is posted, and it stays so while a part is being computed.
            let result = catch_unwind(AssertUnwindSafe(|| unsafe { (*job.work)(part) }));
            state = self.lock();
            state.busy -= 1;
            if let Err(panic) = result {
                state.panic.get_or_insert(panic);
                state.next = job.parts;
            }
        }
        state
    }

    fn help(&self) {
        let mut state = self.lock();
        loop {
            state = self.compute(state);
            if state.busy == 0 {
                self.finished.notify_one();
            }
            state = self.posted.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A thread that takes no signals from outside: they are for the program's thread. False if the system gives no thread.
fn start_helper(pool: &'static Pool) -> bool {
    // SAFETY: the sets are local; the mask of this thread, which a new thread starts with, is put back.
    unsafe {
        let (mut blocked, mut before) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&mut blocked);
        for fault in [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL] {
            libc::sigdelset(&mut blocked, fault);
        }
        libc::pthread_sigmask(libc::SIG_SETMASK, &blocked, &mut before);
        let started = std::thread::Builder::new().name("fluxion helper".to_owned()).spawn(|| pool.help());
        libc::pthread_sigmask(libc::SIG_SETMASK, &before, std::ptr::null_mut());
        started.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_index_comes_once() {
        set_threads(3);
        for (length, grain) in [(0, 4), (1, 4), (4, 4), (1000, 7), (64, 1)] {
            let mut seen = vec![0; length];
            for_slices(&mut seen, grain, |start, part| {
                assert!(start % grain == 0 && part.len() <= grain);
                part.iter_mut().for_each(|count| *count += 1);
            });
            assert!(seen.iter().all(|count| *count == 1));
        }
    }

    #[test]
    fn work_inside_of_work_and_panics_end() {
        set_threads(2);
        let sum = AtomicUsize::new(0);
        for_parts(8, 1, |outer| {
            for_parts(8, 2, |inner| {
                sum.fetch_add(outer.start * inner.len(), Ordering::Relaxed);
            })
        });
        assert_eq!(sum.into_inner(), 28 * 8);
        let caught = catch_unwind(|| for_parts(100, 1, |range| assert!(range.start != 50, "the part fails")));
        assert!(caught.is_err());
        for_parts(10, 1, |_| ());
    }
}
