//! What an input costs: processor time and memory. An input that takes more than is allowed is a failure like a panic.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use rustix::time::{ClockId, clock_gettime};

/// Longest time for one input, in milliseconds of the processor: other programs on the machine do not count.
const LONGEST: u64 = 1000;
/// Most memory for one input, in bytes, besides what there was before it.
const MOST: usize = 256 << 20;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(usize::MAX);

static SLOWEST: AtomicU64 = AtomicU64::new(0);
static LARGEST: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counted: what the process holds of the system tells nothing of a single input.
pub struct Counting;

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        add(size);
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(old, layout, size) }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(old, layout) }
    }
}

fn add(size: usize) {
    let live = LIVE.fetch_add(size, Relaxed) + size;
    PEAK.fetch_max(live, Relaxed);
    if live > LIMIT.load(Relaxed) {
        // No panic may leave an allocator; its message may need memory too.
        LIMIT.store(usize::MAX, Relaxed);
        eprintln!("feedmill: an input takes more than {} MiB", MOST >> 20);
        std::process::abort();
    }
}

/// Runs one input within its bounds. Whenever one takes more than all before, that is said.
pub fn bounded(run: impl FnOnce()) {
    let (before, start) = (LIVE.load(Relaxed), processor());
    PEAK.store(before, Relaxed);
    LIMIT.store(before + MOST, Relaxed);
    run();
    LIMIT.store(usize::MAX, Relaxed);
    let (time, memory) = (processor() - start, PEAK.load(Relaxed) - before);
    if time > SLOWEST.fetch_max(time, Relaxed) {
        eprintln!("feedmill: slowest {time} ms");
    }
    if memory > LARGEST.fetch_max(memory, Relaxed) {
        eprintln!("feedmill: most memory {} MiB", memory.div_ceil(1 << 20));
    }
    assert!(time <= LONGEST, "an input takes {time} ms");
}

/// The time that the processor has spent on this process, in milliseconds.
fn processor() -> u64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    u64::try_from(time.tv_sec * 1000 + time.tv_nsec / 1_000_000).unwrap_or_default()
}
