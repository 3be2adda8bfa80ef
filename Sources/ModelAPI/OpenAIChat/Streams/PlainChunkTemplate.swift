#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Recognises the chunks of a stream that differ from one another only in their text, as nearly all do: two comparisons of
/// memory and a search for a quote, instead of a look at every name.
///
/// Made from a chunk that has been looked at and says nothing but text. A chunk with the same bytes before and behind its
/// text, and no quote inside it, cannot say anything else either.
struct PlainChunkTemplate: Sendable {
    private let prefix: [UInt8]
    private let suffix: [UInt8]

    /// Takes the template from a chunk that is known to hold nothing but text.
    /// - Returns: `nil` where the text is not found.
    init?(_ chunk: Span<UInt8>) {
        let name = Array("\"content\":\"".utf8)
        let places = 0..<max(0, chunk.count - name.count)
        let found = places.first { place in name.indices.allSatisfy { chunk[place + $0] == name[$0] } }
        guard let found else { return nil }
        let start = found + name.count
        var end = start
        while end < chunk.count, chunk[end] != UInt8(ascii: "\"") {
            // An escaped quote would end the text in the wrong place.
            if chunk[end] == UInt8(ascii: "\\") { return nil }
            end += 1
        }
        guard end < chunk.count else { return nil }
        prefix = (0..<start).map { chunk[$0] }
        suffix = (end..<chunk.count).map { chunk[$0] }
    }

    /// Whether a chunk differs from the template's only in its text.
    func matches(_ chunk: Span<UInt8>) -> Bool {
        let textLength = chunk.count - prefix.count - suffix.count
        guard textLength >= 0 else { return false }
        return chunk.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            // In bounds: prefix, text and suffix together are as long as the chunk.
            return memcmp(base, prefix, prefix.count) == 0
                && memcmp(base + (chunk.count - suffix.count), suffix, suffix.count) == 0
                && memchr(base + prefix.count, Int32(UInt8(ascii: "\"")), textLength) == nil
        }
    }
}
