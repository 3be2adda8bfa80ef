import NIOCore

/// Takes the chunked transfer coding apart (RFC 9112 §7.1), strictly: CR LF only, sizes in hexadecimal digits without
/// sign, space or overflow, extensions and trailers read over within bounds.
struct ChunkedDecoder: Sendable {
    private enum State {
        case size
        case data
        case dataEnd
        case trailers
        case done
    }

    /// Extensions and trailers are read over, but an endless run of them would be a body nobody counts.
    private static let maximumLine = 256
    private static let maximumExtensions = 16 * 1024
    private static let maximumTrailerBytes = 16 * 1024
    private static let maximumTrailers = 256

    private var state = State.size
    private var remaining = 0
    private var extensionBytes = 0
    private var trailerFinder = HeadFinder()

    /// Takes the next step.
    /// - Parameter input: what has arrived; what was used is taken off it.
    /// - Throws: ``WireError`` of kind `malformed`.
    mutating func next(from input: inout InputBuffer) throws(WireError) -> BodyDecoder.Step {
        while true {
            switch state {
            case .size:
                guard let line = try Self.sizeLine(in: input.bytes.readableBytesUInt8Span) else { return .more }
                extensionBytes &+= line.extensions
                guard extensionBytes <= Self.maximumExtensions else {
                    throw .malformed("too many bytes of chunk extensions")
                }
                input.skip(line.length)
                remaining = line.size
                state = remaining == 0 ? .trailers : .data
            case .data:
                guard let slice = input.takeSlice(upTo: remaining) else { return .more }
                remaining &-= slice.readableBytes
                if remaining == 0 { state = .dataEnd }
                return .bytes(slice)
            case .dataEnd:
                guard let end = input.takeTwoBytes() else { return .more }
                guard end == 0x0D0A else { throw .malformed("chunk longer than its size") }
                state = .size
            case .trailers:
                guard let end = try trailersEnd(in: input.bytes) else { return .more }
                try Self.check(trailers: input.takeArray(end), lines: trailerFinder.lines)
                state = .done
            case .done:
                return .end
            }
        }
    }

    /// Reads a chunk's size line, or returns `nil` if it is not complete.
    private static func sizeLine(
        in bytes: Span<UInt8>
    ) throws(WireError) -> (length: Int, size: Int, extensions: Int)? {
        let count = min(bytes.count, maximumLine)
        var index = 0
        var size = 0
        while index < count, let digit = hexDigit(bytes[index]) {
            // 15 hexadecimal digits fit into an Int.
            guard index < 15 else { throw .malformed("chunk size too long") }
            size = size << 4 | digit
            index &+= 1
        }
        let digits = index
        if digits > 0, index < count, bytes[index] == UInt8(ascii: ";") {
            while index < count, FieldGrammar.isValue(bytes[index]) { index &+= 1 }
        }
        let extensions = index &- digits
        guard index &+ 1 < count else {
            if count == maximumLine { throw .malformed("chunk size line too long") }
            // What has come of it may already be wrong.
            let isSound = index == count || digits > 0 && bytes[index] == 0x0D
            guard isSound else { throw .malformed("chunk size is not a hexadecimal number") }
            return nil
        }
        guard digits > 0, bytes[index] == 0x0D, bytes[index &+ 1] == 0x0A else {
            throw .malformed("chunk size is not a hexadecimal number")
        }
        return (index &+ 2, size, extensions)
    }

    private static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte &- UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte &- UInt8(ascii: "a") &+ 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte &- UInt8(ascii: "A") &+ 10)
        default: nil
        }
    }

    /// The length of the trailer section (RFC 9112 §7.1.2) with its empty line, or `nil` until it has come.
    private mutating func trailersEnd(in input: ByteBuffer) throws(WireError) -> Int? {
        do throws(WireError) {
            return try trailerFinder.end(in: input, limit: Self.maximumTrailerBytes)
        } catch {
            throw .malformed("trailers: \(error.reason)")
        }
    }

    /// Trailers are dropped, but have to be header fields.
    private static func check(trailers: [UInt8], lines: Int) throws(WireError) {
        guard lines > 0 else { return }
        var scanner = HeadScanner(trailers)
        do throws(WireError) {
            _ = try scanner.fields(lines: lines, limit: maximumTrailers)
        } catch {
            throw .malformed("trailers: \(error.reason)")
        }
    }
}
