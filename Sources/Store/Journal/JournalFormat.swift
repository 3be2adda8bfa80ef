/// The bytes of a journal's files: a header, then frames. All numbers have the lowest byte first.
///
/// Header: `KANMONJ1`, the seed (4), a checksum of those twelve bytes (4). Frame: `KMJF`, the payload's length (4), a
/// checksum of length and payload that begins with the seed (4), the payload. The seed is random: a caller, who chooses some
/// of the bytes in a payload, cannot make some that would pass for a frame when a damaged file is searched for the next one.
enum JournalFormat {
    /// How long a file's header is.
    static let headerCount = 16
    /// How long a frame is without its payload.
    static let frameOverhead = 12
    /// The longest payload that is read or written.
    static let maximumPayload = 64 * 1024

    private static let fileMagic: [UInt8] = Array("KANMONJ1".utf8)
    private static let frameMagic: UInt32 = 0x464A_4D4B

    /// A file's header.
    static func header(seed: UInt32) -> [UInt8] {
        var bytes = fileMagic
        append(seed, to: &bytes)
        append(bytes.withUnsafeBytes { CRC32C.checksum($0) }, to: &bytes)
        return bytes
    }

    /// The seed in a file's header; `nil` where it is none.
    static func seed(ofHeader bytes: [UInt8]) -> UInt32? {
        guard bytes.count >= headerCount, bytes.starts(with: fileMagic) else { return nil }
        let checksum = bytes.withUnsafeBytes { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[0..<12])) }
        return number(bytes, at: 12) == checksum ? number(bytes, at: 8) : nil
    }

    /// Seeds that a file may have whose header is damaged: the one that stands there, for the damage may be beside it, and the
    /// one that the header's checksum was made with. The right one is that with which frames are whole.
    static func possibleSeeds(ofHeader bytes: [UInt8]) -> [UInt32] {
        guard bytes.count >= headerCount else { return [] }
        let before = fileMagic.withUnsafeBytes { CRC32C.checksum($0) }
        return [number(bytes, at: 8), CRC32C.word(from: before, to: number(bytes, at: 12))]
    }

    /// Begins a frame behind what is there: with room for its own bytes in front of the payload, which is appended next.
    /// - Returns: where it begins.
    static func begin(_ buffer: inout [UInt8]) -> Int {
        let start = buffer.count
        append(frameMagic, to: &buffer)
        append(UInt32(0), to: &buffer)
        append(UInt32(0), to: &buffer)
        return start
    }

    /// Completes the frame that was begun last.
    /// - Parameter start: where it begins.
    static func finish(_ buffer: inout [UInt8], from start: Int, seed: UInt32) {
        let length = UInt32(truncatingIfNeeded: buffer.count - start - frameOverhead)
        put(length, at: start + 4, in: &buffer)
        put(checksum(buffer, at: start, length: Int(length), seed: seed), at: start + 8, in: &buffer)
    }

    /// What stands at a place in a file.
    enum Step: Equatable {
        /// A frame, and where the next one begins.
        case frame(payload: Range<Int>, next: Int)
        /// The beginning of what may be a frame: more bytes must be read.
        case incomplete
        /// A frame whose own bytes are damaged and whose payload is whole, and where the next one begins.
        case repaired(payload: Range<Int>, next: Int)
        /// No frame; the next one begins, or may begin, there.
        case damaged(resume: Int)
        /// Nothing more but what a last append that was cut off leaves: the beginning of a frame, or zeros.
        case torn
    }

    /// Reads what stands at a place.
    /// - Parameters:
    ///   - bytes: a part of a file.
    ///   - start: the place.
    ///   - end: where what has been read ends.
    ///   - isLast: whether the file ends there too.
    static func step(_ bytes: [UInt8], from start: Int, to end: Int, isLast: Bool, seed: UInt32) -> Step {
        switch frame(bytes, at: start, to: end, seed: seed) {
        case .whole(let length):
            let payload = start + frameOverhead
            return .frame(payload: payload..<payload + length, next: payload + length)
        case .partial where !isLast: return .incomplete
        case .partial, .none:
            var place = start + 1
            search: while place < end {
                switch frame(bytes, at: place, to: end, seed: seed) {
                case .whole: break search
                case .partial where !isLast: break search
                case .partial, .none: place += 1
                }
            }
            if let payload = payload(bytes, in: start..<place, seed: seed) {
                return .repaired(payload: payload, next: payload.upperBound)
            }
            return isLast && place == end && isCutOff(bytes[start..<end]) ? .torn : .damaged(resume: place)
        }
    }

    /// The payload of a frame that stands at the beginning of a stretch which is none as it is: without its first word, or
    /// with the length of the whole stretch in place of its own. The checksum tells.
    private static func payload(_ bytes: [UInt8], in stretch: Range<Int>, seed: UInt32) -> Range<Int>? {
        guard stretch.count > frameOverhead else { return nil }
        let start = stretch.lowerBound
        for length in [Int(number(bytes, at: start + 4)), stretch.count - frameOverhead] {
            guard length > 0, length <= min(maximumPayload, stretch.count - frameOverhead) else { continue }
            var head: [UInt8] = []
            append(UInt32(truncatingIfNeeded: length), to: &head)
            let payload = start + frameOverhead..<start + frameOverhead + length
            let sum = bytes.withUnsafeBytes { all in
                CRC32C.checksum(
                    UnsafeRawBufferPointer(rebasing: all[payload]),
                    seed: head.withUnsafeBytes { CRC32C.checksum($0, seed: seed) }
                )
            }
            if number(bytes, at: start + 8) == sum { return payload }
        }
        return nil
    }

    /// Whether the end of a file is what a write that was cut off leaves, and nothing that was whole once.
    private static func isCutOff(_ rest: ArraySlice<UInt8>) -> Bool {
        if rest.allSatisfy({ $0 == 0 }) { return true }
        var magic: [UInt8] = []
        append(frameMagic, to: &magic)
        guard rest.prefix(4).elementsEqual(magic.prefix(rest.count)) else { return false }
        guard rest.count >= 8 else { return true }
        let length = Int(number(Array(rest.prefix(8)), at: 4))
        return length > 0 && length <= maximumPayload && rest.count < frameOverhead + length
    }

    /// Whether there is a whole frame somewhere in the beginning of a file.
    static func hasFrame(_ bytes: [UInt8], after start: Int, seed: UInt32) -> Bool {
        for place in start..<max(start, bytes.count) {
            if case .whole = frame(bytes, at: place, to: bytes.count, seed: seed) { return true }
        }
        return false
    }

    private enum Frame {
        case whole(length: Int)
        case partial
        case none
    }

    private static func frame(_ bytes: [UInt8], at start: Int, to end: Int, seed: UInt32) -> Frame {
        // One byte first: most places in a damaged stretch are passed over by it.
        guard start < end, bytes[start] == UInt8(truncatingIfNeeded: frameMagic) else { return .none }
        guard end - start >= frameOverhead else { return .partial }
        guard number(bytes, at: start) == frameMagic else { return .none }
        let length = Int(number(bytes, at: start + 4))
        guard length > 0, length <= maximumPayload else { return .none }
        guard end - start - frameOverhead >= length else { return .partial }
        let sum = checksum(bytes, at: start, length: length, seed: seed)
        return number(bytes, at: start + 8) == sum ? .whole(length: length) : .none
    }

    private static func checksum(_ bytes: [UInt8], at start: Int, length: Int, seed: UInt32) -> UInt32 {
        bytes.withUnsafeBytes { all in
            let head = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: all[start + 4..<start + 8]), seed: seed)
            let payload = start + frameOverhead
            return CRC32C.checksum(UnsafeRawBufferPointer(rebasing: all[payload..<payload + length]), seed: head)
        }
    }

    private static func number(_ bytes: [UInt8], at index: Int) -> UInt32 {
        UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
            | UInt32(bytes[index + 3]) << 24
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for offset in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * offset))) }
    }

    private static func put(_ number: UInt32, at index: Int, in bytes: inout [UInt8]) {
        for offset in 0..<4 { bytes[index + offset] = UInt8(truncatingIfNeeded: number >> UInt32(8 * offset)) }
    }
}
