#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Finds where whole events end in a stream that goes on untouched, without taking them apart.
///
/// It keeps offsets, the caller keeps the bytes: those behind the last whole event are shown again with the next call.
public struct SSEFrameScanner: Sendable {
    /// Behind the last whole event, up to where line ends have been searched for.
    private var searched = 0
    /// Where the line begins that is being searched.
    private var lineStart = 0
    /// Whether lines end in a CR alone, as the standard allows and hardly anyone does; known from the first line on.
    private var endsLinesInCR: Bool?

    /// Creates a scanner at the start of a stream.
    public init() {}

    /// The end of the next whole event.
    /// - Parameters:
    ///   - pending: the bytes behind the last event that the caller has let go of.
    ///   - start: where in them the event starts: 0, or the end of the event before.
    /// - Returns: the offset behind the event's blank line, or `nil` until more bytes arrive. After `nil` the caller
    ///   shows the bytes from `start` on again, at offset 0, with the new ones behind them.
    public mutating func nextEnd(in pending: Span<UInt8>, from start: Int) -> Int? {
        if lineStart < start {
            lineStart = start
            searched = start
        }
        while let (end, next) = lineEnd(in: pending) {
            let isBlank = end == lineStart
            lineStart = next
            searched = next
            if isBlank { return next }
        }
        // What is left moves to the front before the next call.
        lineStart -= start
        searched = (endsLinesInCR == nil ? searched : max(searched, pending.count)) - start
        return nil
    }

    /// The end of the line that is being searched, and where the next one starts.
    private mutating func lineEnd(in pending: Span<UInt8>) -> (end: Int, next: Int)? {
        if endsLinesInCR == nil { detectLineEnds(in: pending) }
        guard let endsLinesInCR else { return nil }
        let wanted: UInt8 = endsLinesInCR ? 0x0D : 0x0A
        guard let position = Self.firstIndex(of: wanted, in: pending, from: searched) else { return nil }
        if !endsLinesInCR, position > lineStart, pending[position &- 1] == 0x0D {
            return (position &- 1, position &+ 1)
        }
        return (position, position &+ 1)
    }

    private mutating func detectLineEnds(in pending: Span<UInt8>) {
        while searched < pending.count {
            if pending[searched] == 0x0A {
                endsLinesInCR = false
                return
            } else if pending[searched] == 0x0D {
                // A CR at the end of what has arrived may be the first half of CRLF; it is looked at again.
                guard searched &+ 1 < pending.count else { return }
                endsLinesInCR = pending[searched &+ 1] != 0x0A
                return
            }
            searched &+= 1
        }
    }

    /// The first offset of a byte from `start` on: `memchr`, since this is all a passing stream costs us.
    private static func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return bytes.withUnsafeBufferPointer { buffer -> Int? in
            // In bounds: `start` is below the count, and the search ends at the count.
            guard let base = buffer.baseAddress, let found = memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
