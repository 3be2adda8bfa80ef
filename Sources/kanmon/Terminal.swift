#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard output and standard error.
enum Terminal {
    /// Writes a text and a line break, unless it ends in one, to standard output.
    static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes a text and a line break, unless it ends in one, to standard error.
    static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        // Whoever reads may have gone (`kanmon schema | head`); there is nobody left to tell.
        _ = Descriptor.write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: descriptor)
    }
}
