/// The bytes of lines one after the other, with room behind them.
///
/// An array asks at every byte whether somebody else has it and whether there is room; here a whole piece asks once.
struct LineBytes: ~Copyable {
    /// How many bytes have been written.
    private(set) var count = 0
    /// Ours alone. Its first ``count`` bytes have been written.
    private var memory: UnsafeMutableRawBufferPointer

    /// - Parameter capacity: room for so many bytes.
    init(capacity: Int) { memory = .allocate(byteCount: max(64, capacity), alignment: MemoryLayout<UInt64>.alignment) }

    deinit { memory.deallocate() }

    /// A copy of what has been written.
    var copy: [UInt8] { Array(UnsafeRawBufferPointer(rebasing: memory[..<count])) }

    /// Forgets what stands behind some place; nothing if there is nothing.
    mutating func truncate(to end: Int) { count = min(count, max(0, end)) }

    /// Forgets everything, and does not keep more room than that.
    mutating func clear(keeping capacity: Int) {
        count = 0
        guard memory.count > max(64, capacity) else { return }
        self = LineBytes(capacity: capacity)
    }

    // MARK: - Pieces

    /// A byte.
    mutating func append(_ byte: UInt8) {
        let room = room(for: 1)
        room[0] = byte
        count &+= 1
    }

    /// A part of the program.
    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Bytes from elsewhere.
    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    /// Bytes from elsewhere.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        room(for: bytes.count).copyMemory(from: bytes)
        count &+= bytes.count
    }

    /// A name in quotes with its colon.
    mutating func append(label name: StaticString) {
        let length = name.utf8CodeUnitCount
        let room = room(for: length &+ 3)
        room[0] = UInt8(ascii: "\"")
        UnsafeMutableRawBufferPointer(rebasing: room[1...])
            .copyMemory(from: UnsafeRawBufferPointer(start: name.utf8Start, count: length))
        room[length &+ 1] = UInt8(ascii: "\"")
        room[length &+ 2] = UInt8(ascii: ":")
        count &+= length &+ 3
    }

    /// A text in quotes, as it is.
    mutating func append(quoted text: Span<UInt8>) {
        text.withUnsafeBytes { text in
            let room = room(for: text.count &+ 2)
            room[0] = UInt8(ascii: "\"")
            UnsafeMutableRawBufferPointer(rebasing: room[1...]).copyMemory(from: text)
            room[text.count &+ 1] = UInt8(ascii: "\"")
            count &+= text.count &+ 2
        }
    }

    /// A whole number.
    mutating func append(_ number: Int) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var (first, rest) = (digits.count, number.magnitude)
        repeat {
            first &-= 1
            digits[first] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 { append(UInt8(ascii: "-")) }
        digits.span.withUnsafeBytes { append(UnsafeRawBufferPointer(rebasing: $0[first...])) }
    }

    /// A number of six digits, with zeros in front.
    /// - Parameter number: less than a million.
    mutating func append(sixDigits number: UInt32) {
        let room = room(for: 6)
        var rest = number
        for place in 0..<6 {
            room[5 &- place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count &+= 6
    }

    /// 16 lower-case hexadecimal digits.
    mutating func append(hexadecimal number: UInt64) {
        HexadecimalNumber.write(number, to: UnsafeMutableRawBufferPointer(rebasing: room(for: 16)[..<16]))
        count &+= 16
    }

    // MARK: - Room

    /// What lies behind the bytes that have been written: at least so many more.
    @inline(__always)
    private mutating func room(for bytes: Int) -> UnsafeMutableRawBufferPointer {
        if memory.count &- count < bytes { grow(by: bytes) }
        return UnsafeMutableRawBufferPointer(rebasing: memory[count...])
    }

    @inline(never)
    private mutating func grow(by bytes: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(memory.count * 2, count + bytes),
            alignment: MemoryLayout<UInt64>.alignment
        )
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }
}
