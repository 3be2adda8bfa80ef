import ModelAPI

/// Recognises the events of a stream that say nothing but more text, by the bytes around it: two comparisons and one look at
/// each letter, instead of an event taken apart and read as JSON.
struct PlainFrame: Sendable {
    /// An event that is one.
    struct Match {
        /// Where its text stands: well-formed UTF-8 without escapes, one byte or more.
        var text: Range<Int>
        /// Where the next event begins.
        var end: Int
    }

    /// Whose text it is.
    let choice: Int
    private let prefix: [UInt8]
    /// What stands behind the text; up to the padding, where there is any.
    private let middle: [UInt8]
    /// What stands behind the padding; `nil` where there is none.
    private let suffix: [UInt8]?

    /// Learns from an event that has been decoded.
    /// - Parameters:
    ///   - frame: the event as it was framed, with its blank line.
    ///   - event: the same, taken apart.
    ///   - delta: what is known of it.
    /// - Returns: `nil` where its text does not stand in it as it is.
    init?(_ frame: Span<UInt8>, _ event: SSEEvent, _ delta: PlainDelta) {
        let start = frame.count - event.data.count - 2
        guard let text = delta.text, start >= 0, frame[frame.count - 1] == 0x0A, frame[frame.count - 2] == 0x0A else {
            return nil
        }
        let data = event.data
        for index in data.indices where frame[start + index] != data[index] { return nil }
        choice = delta.choice
        prefix = (0..<start).map { frame[$0] } + data[..<text.lowerBound]
        if let padding = delta.padding, padding.lowerBound > text.upperBound {
            middle = Array(data[text.upperBound..<padding.lowerBound])
            suffix = data[padding.upperBound...] + [0x0A, 0x0A]
        } else {
            middle = data[text.upperBound...] + [0x0A, 0x0A]
            suffix = nil
        }
    }

    /// The event that begins at a place, if it is one of these.
    func match(_ bytes: Span<UInt8>, from start: Int) -> Match? {
        guard Self.has(bytes, prefix, at: start) else { return nil }
        let text = start &+ prefix.count
        guard let textEnd = Self.endOfString(bytes, from: text), textEnd > text, Self.has(bytes, middle, at: textEnd)
        else { return nil }
        let end = textEnd &+ middle.count
        guard let suffix else { return Match(text: text..<textEnd, end: end) }
        guard let padded = Self.endOfString(bytes, from: end), Self.has(bytes, suffix, at: padded) else { return nil }
        return Match(text: text..<textEnd, end: padded &+ suffix.count)
    }

    private static func has(_ bytes: Span<UInt8>, _ part: [UInt8], at start: Int) -> Bool {
        guard start &+ part.count <= bytes.count else { return false }
        return bytes.extracting(start..<start &+ part.count).withUnsafeBytes { bytes in
            part.withUnsafeBytes { part in
                var index = 0
                // Eight bytes at once; what is left over is compared by itself.
                while index &+ 8 <= part.count {
                    let (one, other) = (
                        bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self),
                        part.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    )
                    if one != other { return false }
                    index &+= 8
                }
                while index < part.count {
                    if bytes[index] != part[index] { return false }
                    index &+= 1
                }
                return true
            }
        }
    }

    /// Where the string ends that begins at a place, if JSON allows all of it as it stands, without escapes.
    private static func endOfString(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        var isASCII = true
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                return isASCII || isText(bytes.extracting(start..<index)) ? index : nil
            }
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
            isASCII = isASCII && byte < 0x80
            index &+= 1
        }
        return nil
    }

    private static func isText(_ bytes: Span<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) != nil }
    }
}
