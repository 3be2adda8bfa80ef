public import NIOCore

/// Takes the chunked transfer coding apart (RFC 9112 §7.1), strictly: CR LF only, sizes in hexadecimal digits without
/// sign, space or overflow, extensions and trailers read over within bounds.
public struct ChunkedDecoder: Sendable {
    /// What comes next.
    public enum Step: Sendable {
        /// Bytes of the body.
        case bytes(ByteBuffer)
        /// The body is complete, trailers included.
        case end
        /// More bytes are needed.
        case more
    }

    private enum State {
        case size
        case data(Int)
        case dataEnd
        case trailers
        case done
    }

    private static let maximumLine = 256
    private static let maximumExtensions = 16 * 1024
    private static let maximumTrailers = 16 * 1024

    private var state = State.size
    private var extensionBytes = 0
    private var trailerBytes = 0

    /// Creates a decoder at the start of a body.
    public init() {}

    /// Takes the next step.
    /// - Parameter input: what has arrived; what was used is read off it.
    /// - Throws: ``WireError`` of kind `malformed`.
    public mutating func next(from input: inout ByteBuffer) throws(WireError) -> Step {
        while true {
            switch state {
            case .size:
                guard let line = try line(from: &input, limit: Self.maximumLine) else { return .more }
                let size = try size(line)
                state = size == 0 ? .trailers : .data(size)
            case .data(let remaining):
                let length = min(remaining, input.readableBytes)
                guard length > 0, let slice = input.readSlice(length: length) else { return .more }
                state = length == remaining ? .dataEnd : .data(remaining - length)
                return .bytes(slice)
            case .dataEnd:
                guard let end = input.readInteger(as: UInt16.self) else { return .more }
                guard end == 0x0D0A else { throw .malformed("chunk longer than its size") }
                state = .size
            case .trailers:
                guard let line = try line(from: &input, limit: Self.maximumTrailers) else { return .more }
                if line.isEmpty {
                    state = .done
                    return .end
                }
                trailerBytes += line.count
                let name = line.prefix { FieldGrammar.isToken($0) }
                guard trailerBytes <= Self.maximumTrailers, !name.isEmpty,
                    line.dropFirst(name.count).first == UInt8(ascii: ":"),
                    line.allSatisfy({ FieldGrammar.isValue($0) })
                else { throw .malformed("trailer is not a header field, or there are too many") }
            case .done:
                return .end
            }
        }
    }

    /// The next line without its CR LF, or `nil` until it is complete.
    private func line(from input: inout ByteBuffer, limit: Int) throws(WireError) -> [UInt8]? {
        guard let end = try Self.lineFeed(in: input.readableBytesUInt8Span, limit: limit) else { return nil }
        let line = input.readBytes(length: end + 1) ?? []
        return line.dropLast(2)
    }

    private static func lineFeed(in bytes: Span<UInt8>, limit: Int) throws(WireError) -> Int? {
        var end = 0
        while end < bytes.count, bytes[end] != 0x0A {
            end &+= 1
            if end > limit { throw .malformed("chunk line or trailer too long") }
        }
        guard end < bytes.count else { return nil }
        guard end > 0, bytes[end &- 1] == 0x0D else { throw .malformed("line feed without carriage return in a chunk") }
        return end
    }

    private mutating func size(_ line: [UInt8]) throws(WireError) -> Int {
        var size = 0
        var digits = 0
        for byte in line {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte &- UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte &- UInt8(ascii: "a") &+ 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte &- UInt8(ascii: "A") &+ 10
            case UInt8(ascii: ";") where digits > 0:
                extensionBytes += line.count - digits
                guard extensionBytes <= Self.maximumExtensions,
                    line[digits...].allSatisfy({ FieldGrammar.isValue($0) })
                else { throw .malformed("chunk extensions are malformed or too long") }
                return size
            default: throw .malformed("chunk size is not a hexadecimal number")
            }
            digits += 1
            // 15 digits fit into an Int.
            guard digits <= 15 else { throw .malformed("chunk size too long") }
            size = size << 4 | Int(digit)
        }
        guard digits > 0 else { throw .malformed("no chunk size") }
        return size
    }
}
