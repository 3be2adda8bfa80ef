/// Tells values that stand for a secret from secrets: `<your-key>`, `${API_KEY}`, `xxxxxxxx`, keys of documentations.
enum Placeholder {
    private static let words = [
        "example", "sample", "dummy", "placeholder", "changeme", "change_me", "change-me", "your_", "your-", "yourkey",
        "yourapi", "yourtoken", "yourpass", "yoursecret", "insert", "redacted", "replace", "my-secret-key", "todo",
        "fixme",
        "notreal", "not-real", "fakekey", "fake_", "<", "${", "{{", "$(", "%(", "xxxx", "****", "....", "____", "...",
    ].map { Array($0.utf8) }

    /// Whether a value is none.
    static func isOne(_ value: ArraySlice<UInt8>) -> Bool {
        guard let first = value.first else { return true }
        if first == UInt8(ascii: "$") || first == UInt8(ascii: "%"), value.count < 40,
            value.dropFirst().allSatisfy({ name.contains($0) })
        {
            return true
        }
        let lowered = value.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        return isMonotonous(lowered) || words.contains { contains(lowered, $0) }
    }

    private static let name = ByteSet.alphanumerics.union("_{}.%")

    /// Whether three quarters of it are one character, or it counts up.
    private static func isMonotonous(_ value: [UInt8]) -> Bool {
        var counts = [Int](repeating: 0, count: 256)
        var steps = 0
        for (place, byte) in value.enumerated() {
            counts[Int(byte)] += 1
            if place > 0, byte == value[place - 1] &+ 1 { steps += 1 }
        }
        let most = counts.max() ?? 0
        return most * 4 >= value.count * 3 || (value.count >= 8 && steps * 4 >= value.count * 3)
    }

    private static func contains(_ value: [UInt8], _ word: [UInt8]) -> Bool {
        guard let first = word.first, value.count >= word.count else { return false }
        for start in 0...(value.count - word.count)
        where value[start] == first && value[start..<(start + word.count)].elementsEqual(word) {
            return true
        }
        return false
    }
}
