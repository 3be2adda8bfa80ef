import Crypto
import JSONText

/// Feeds values to SHA-256 in an encoding of which no value's is the beginning of another's.
///
/// Every value says with its first byte what it is, and with what follows where it ends:
///
/// | byte | what | then |
/// |---|---|---|
/// | `00` | null | |
/// | `01`, `02` | false, true | |
/// | `03` | number | its canonical text as a string's length and bytes (``CanonicalNumber``) |
/// | `04` | string | length in eight bytes, big-endian; UTF-8 |
/// | `05` | list | the elements; `FE` |
/// | `06` | object | name (as a string) and value of each member, ordered by the names' bytes; `FE` |
/// | `07` | record | its kind in a byte; number (1 to 253) and value of each field, in order; `FE` |
/// | `08` | tagged | a byte that says which |
/// | `09` | tagged string | a byte that says which; length and UTF-8 |
///
/// So two different sequences of values never give the same bytes, whatever texts are in them.
struct CanonicalEncoder {
    private static let flushAt = 4096

    private enum Kind {
        static let null: UInt8 = 0x00
        static let no: UInt8 = 0x01
        static let yes: UInt8 = 0x02
        static let number: UInt8 = 0x03
        static let string: UInt8 = 0x04
        static let list: UInt8 = 0x05
        static let object: UInt8 = 0x06
        static let record: UInt8 = 0x07
        static let tag: UInt8 = 0x08
        static let taggedString: UInt8 = 0x09
        static let end: UInt8 = 0xFE
    }

    private var hash = SHA256()
    private var buffer: [UInt8] = []

    /// Begins a digest.
    /// - Parameter domain: what is digested, and the version of how: digests of different domains have nothing to do with
    ///   each other.
    init(domain: String) {
        buffer.reserveCapacity(1024)
        write(domain)
    }

    /// Ends the digest.
    mutating func finish() -> CacheDigest {
        flush()
        return CacheDigest(hash.finalize())
    }

    // MARK: - Values

    mutating func write(_ value: Bool) { buffer.append(value ? Kind.yes : Kind.no) }

    mutating func write(_ value: Int) {
        buffer.append(Kind.number)
        writeCounted(CanonicalNumber(value).text)
    }

    mutating func write(_ value: JSONNumber) {
        buffer.append(Kind.number)
        writeCounted(CanonicalNumber(value).text)
    }

    mutating func write(_ text: String) {
        buffer.append(Kind.string)
        writeCounted(text)
    }

    mutating func write(tag: UInt8) {
        buffer.append(Kind.tag)
        buffer.append(tag)
    }

    mutating func write(tag: UInt8, _ text: String) {
        buffer.append(Kind.taggedString)
        buffer.append(tag)
        writeCounted(text)
    }

    /// Writes bytes as a string.
    mutating func write(bytes: Span<UInt8>) {
        buffer.append(Kind.string)
        writeCounted(bytes)
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: buffer.append(Kind.null)
        case .bool(let value): write(value)
        case .number(let number): write(number)
        case .string(let text): write(text)
        case .array(let elements): writeList { encoder in for element in elements { encoder.write(element) } }
        case .object(let object): write(object)
        }
    }

    /// Writes an object: the order of its members says nothing, and of members of one name the last one counts.
    mutating func write(_ object: JSONObject) {
        buffer.append(Kind.object)
        let members = object.members
        if members.count == 1 {
            write(members[0].name)
            write(members[0].value)
        } else if !members.isEmpty {
            var order = Array(members.indices)
            order.sort { left, right in
                let leftName = members[left].name.utf8
                let rightName = members[right].name.utf8
                if leftName.elementsEqual(rightName) { return left < right }
                return leftName.lexicographicallyPrecedes(rightName)
            }
            for (place, index) in order.enumerated() {
                let isRepeated =
                    place + 1 < order.count
                    && members[order[place + 1]].name.utf8.elementsEqual(members[index].name.utf8)
                if isRepeated { continue }
                write(members[index].name)
                write(members[index].value)
            }
        }
        end()
    }

    // MARK: - Containers

    mutating func beginList() { buffer.append(Kind.list) }

    mutating func beginRecord(_ kind: UInt8) {
        buffer.append(Kind.record)
        buffer.append(kind)
    }

    /// Ends the innermost list or record.
    mutating func end() {
        buffer.append(Kind.end)
        flushIfLong()
    }

    mutating func writeList(_ body: (inout CanonicalEncoder) -> Void) {
        beginList()
        body(&self)
        end()
    }

    mutating func writeRecord(_ kind: UInt8, _ body: (inout CanonicalEncoder) -> Void) {
        beginRecord(kind)
        body(&self)
        end()
    }

    /// Begins a field of a record; its value must follow.
    mutating func field(_ number: UInt8) { buffer.append(number) }

    mutating func field(_ number: UInt8, _ text: String?) {
        guard let text else { return }
        field(number)
        write(text)
    }

    mutating func field(_ number: UInt8, _ value: JSONNumber?) {
        guard let value else { return }
        field(number)
        write(value)
    }

    mutating func field(_ number: UInt8, _ value: Int?) {
        guard let value else { return }
        field(number)
        write(value)
    }

    mutating func field(_ number: UInt8, _ value: Bool?) {
        guard let value else { return }
        field(number)
        write(value)
    }

    mutating func field(_ number: UInt8, _ value: JSONValue?) {
        guard let value else { return }
        field(number)
        write(value)
    }

    // MARK: - Bytes

    private mutating func writeCounted(_ text: String) { writeCounted(text.utf8.span) }

    private mutating func writeCounted(_ bytes: Span<UInt8>) {
        let count = UInt64(bytes.count)
        for shift in stride(from: 56, through: 0, by: -8) { buffer.append(UInt8(truncatingIfNeeded: count >> shift)) }
        if bytes.count > Self.flushAt {
            // Long texts, pictures above all, are not copied.
            flush()
            bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        } else {
            bytes.withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
            flushIfLong()
        }
    }

    private mutating func flushIfLong() { if buffer.count >= Self.flushAt { flush() } }

    private mutating func flush() {
        guard !buffer.isEmpty else { return }
        buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
        buffer.removeAll(keepingCapacity: true)
    }
}
