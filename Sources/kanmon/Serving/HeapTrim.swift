#if canImport(Glibc)
import Glibc
#endif

/// Gives memory that a start has used and let go, for documents and catalogues, back to the system: the allocator would keep it
/// for later.
enum HeapTrim {
    static func run() {
        #if canImport(Glibc)
        malloc_trim(0)
        #endif
    }
}
