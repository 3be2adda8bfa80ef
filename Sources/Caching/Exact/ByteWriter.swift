/// Writes numbers and texts one behind the other, so that ``ByteReader`` finds them again.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(raw other: [UInt8]) { bytes += other }

    mutating func write(byte: UInt8) { bytes.append(byte) }

    mutating func write(_ value: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func write(bytes other: [UInt8]) {
        write(Int64(other.count))
        bytes += other
    }

    mutating func write(_ text: String) {
        write(Int64(text.utf8.count))
        bytes += text.utf8
    }

    mutating func write(byte: UInt8, _ text: String) {
        write(byte: byte)
        write(text)
    }

    mutating func write(_ values: [Int64]) {
        write(Int64(values.count))
        for value in values { write(value) }
    }
}
