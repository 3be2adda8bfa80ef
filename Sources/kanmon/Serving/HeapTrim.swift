#if canImport(Glibc)
import Glibc
#endif

/// Gives memory that a start has used and let go, for documents and catalogues, back to the system: the allocator would keep it
/// for later.
enum HeapTrim {
    private typealias Trim = @convention(c) (Int) -> Int32

    static func run() {
        #if canImport(Glibc)
        // The module map of the C library does not show it (`man 3 malloc_trim`).
        guard let symbol = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(symbol, to: Trim.self)(0)
        #endif
    }
}
