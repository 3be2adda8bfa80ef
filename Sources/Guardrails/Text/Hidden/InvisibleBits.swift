/// Texts whose bits are spelled with characters that cannot be seen: one for 0, another for 1 ("sneaky bits"), or four for
/// two bits at a time.
enum InvisibleBits {
    private static let fewestMarks = 16

    /// The text that marks spell, where they spell one.
    /// - Parameter marks: code points in the order in which they stand.
    static func text(of marks: [UInt32]) -> [UInt8]? {
        guard marks.count >= fewestMarks else { return nil }
        var counts: [UInt32: Int] = [:]
        for mark in marks { counts[mark, default: 0] &+= 1 }
        let symbols = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
        guard symbols.count >= 2 else { return nil }
        if let text = binary(marks, symbols[0], symbols[1]) { return text }
        return (3...4).contains(symbols.count) ? quaternary(marks, symbols) : nil
    }

    /// Two characters for 0 and 1, either way round, in groups of eight, seven or sixteen; others part the groups.
    private static func binary(_ marks: [UInt32], _ first: UInt32, _ second: UInt32) -> [UInt8]? {
        for one in [second, first] {
            let bits = marks.filter { $0 == first || $0 == second }.map { $0 == one }
            for width in [8, 7, 16] {
                if let text = text(of: bits, width: width) { return text }
            }
            let groups = marks.split { $0 != first && $0 != second }
            if groups.count >= 4, groups.allSatisfy({ $0.count <= 21 }) {
                var bytes: [UInt8] = []
                for group in groups {
                    bytes.appendUTF8(group.reduce(0) { $0 &<< 1 | ($1 == one ? 1 : 0) })
                }
                if PlainText.isPlausible(bytes) { return bytes }
            }
        }
        return nil
    }

    private static func text(of bits: [Bool], width: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var index = 0
        while index &+ width <= bits.count {
            var value: UInt32 = 0
            for offset in 0..<width { value = value &<< 1 | (bits[index &+ offset] ? 1 : 0) }
            if width == 16 { bytes.appendUTF8(value) } else { bytes.append(UInt8(truncatingIfNeeded: value)) }
            index &+= width
        }
        return bytes.count >= 2 && PlainText.isPlausible(bytes) ? bytes : nil
    }

    /// Up to four characters for two bits each, in every order.
    private static func quaternary(_ marks: [UInt32], _ symbols: [UInt32]) -> [UInt8]? {
        for order in permutations(of: [0, 1, 2, 3]) {
            var bytes: [UInt8] = []
            var value: UInt32 = 0
            for (index, mark) in marks.enumerated() {
                guard let symbol = symbols.firstIndex(of: mark) else { continue }
                value = value &<< 2 | order[symbol]
                if index % 4 == 3 {
                    bytes.append(UInt8(truncatingIfNeeded: value))
                    value = 0
                    if bytes.count == 16, !PlainText.isPlausible(bytes) { break }
                }
            }
            if bytes.count >= 4, PlainText.isPlausible(bytes) { return bytes }
        }
        return nil
    }

    private static func permutations(of values: [UInt32]) -> [[UInt32]] {
        guard values.count > 1 else { return [values] }
        return values.indices.flatMap { index in
            var others = values
            let value = others.remove(at: index)
            return permutations(of: others).map { [value] + $0 }
        }
    }
}
