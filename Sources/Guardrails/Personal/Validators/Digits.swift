/// The digits of a number without what separates them: at most ``capacity``, more are not kept.
struct Digits: Sendable {
    static let capacity = 24
    private var storage = InlineArray<24, UInt8>(repeating: 0)
    private(set) var count = 0

    init() {}

    /// The digits of a text; what is no digit is passed over.
    init(_ text: String) {
        for byte in text.utf8 { append(byte) }
    }

    /// Adds a digit in ASCII; nothing else.
    mutating func append(_ byte: UInt8) {
        guard ByteSet.digits.contains(byte), count < Self.capacity else { return }
        storage[count] = byte &- UInt8(ascii: "0")
        count += 1
    }

    /// The digit at a place, from the left.
    subscript(place: Int) -> Int { Int(storage[place]) }

    /// Whether it is one digit again and again, as in forms that were not filled in.
    var isOneDigit: Bool {
        for place in 1..<max(count, 1) where self[place] != self[0] { return false }
        return true
    }

    /// Whether eight digits are a year, a month and a day.
    var isDay: Bool {
        count == 8 && CalendarDate(year: value(0..<4), month: value(4..<6), day: value(6..<8)) != nil
    }

    /// The value of some digits.
    func value(_ places: Range<Int>) -> Int {
        var value = 0
        for place in places.clamped(to: 0..<min(count, 18)) { value = value * 10 + self[place] }
        return value
    }
}
