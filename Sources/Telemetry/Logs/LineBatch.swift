#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Whole lines of a log, one after the other.
struct LineBatch: Sendable {
    /// JSON objects, each with the end of its line.
    var lines: [UInt8]
    /// How many.
    var count: Int

    /// The most bytes that wait for one sink.
    static let mostBytes = 8 * 1024 * 1024
    /// How large a batch of merged lines is, in bytes; a single line may make it larger.
    private static let piece = 256 * 1024
    /// Where the moment stands in a line: `{"time":"2026-11-21T22:05:03.000123Z"`. As text it sorts like the moments.
    private static let moment = 9..<36

    /// Goes through the lines of several batches by their moments, as far as each batch is in that order itself.
    /// - Parameter body: takes pieces of all lines together.
    static func merge(_ batches: [LineBatch], _ body: (LineBatch) -> Void) {
        let batches = batches.filter { $0.count > 0 }
        if batches.count == 1, batches[0].lines.count <= piece { return body(batches[0]) }
        var heads = batches.map { $0.line(from: 0) }
        var merged = LineBatch(lines: [], count: 0)
        while let next = earliest(of: heads, in: batches) {
            merged.lines += batches[next].lines[heads[next]]
            merged.count += 1
            heads[next] = batches[next].line(from: heads[next].upperBound)
            if merged.lines.count >= piece {
                body(merged)
                merged = LineBatch(lines: [], count: 0)
            }
        }
        if merged.count > 0 { body(merged) }
    }

    private static func earliest(of heads: [Range<Int>], in batches: [LineBatch]) -> Int? {
        var found: Int?
        for index in heads.indices where !heads[index].isEmpty {
            if let best = found {
                let isEarlier = batches[index].moment(heads[index])
                    .lexicographicallyPrecedes(batches[best].moment(heads[best]))
                if !isEarlier { continue }
            }
            found = index
        }
        return found
    }

    private func moment(_ line: Range<Int>) -> ArraySlice<UInt8> {
        guard line.count > Self.moment.upperBound else { return lines[line] }
        let start = line.lowerBound + Self.moment.lowerBound
        return lines[start..<start + Self.moment.count]
    }

    /// The line that begins at some place, with its end; empty behind the last one.
    private func line(from start: Int) -> Range<Int> {
        let length = lines.withUnsafeBytes { bytes -> Int in
            guard start < bytes.count, let base = bytes.baseAddress else { return 0 }
            guard let end = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start) else {
                return bytes.count - start
            }
            return UnsafeRawPointer(end) - (base + start) + 1
        }
        return start..<start + length
    }
}
