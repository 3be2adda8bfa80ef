/// A digit written in kanji: 〇 to 九.
struct KanjiDigit {
    /// 0 to 9.
    let value: UInt8

    /// The digit in ASCII.
    var ascii: UInt8 { UInt8(ascii: "0") &+ value }

    /// The digit that a code point is.
    init?(_ code: UInt32) {
        switch code {
        case 0x3007, 0x96F6: value = 0
        case 0x4E00: value = 1
        case 0x4E8C: value = 2
        case 0x4E09: value = 3
        case 0x56DB: value = 4
        case 0x4E94: value = 5
        case 0x516D: value = 6
        case 0x4E03: value = 7
        case 0x516B: value = 8
        case 0x4E5D: value = 9
        default: return nil
        }
    }
}
