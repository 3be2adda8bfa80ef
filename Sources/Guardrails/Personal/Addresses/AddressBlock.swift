/// A town and the numbers behind it: 道玄坂1丁目2番3号, 北1条西2丁目, 大字小川12番地の3.
struct AddressBlock {
    /// Where it ends.
    let end: Int
    /// Whether units or hyphens say that the numbers are a block.
    let isFirm: Bool

    private static let numerals = ScalarSet("一二三四五六七八九十百〇".scalarValues)
    private static let particles = ScalarSet("にではをとのもがへかや".scalarValues)
    private static let counters = ScalarSet("年月日人件円時分社店名回個歳万億千百%台本枚箱点度位期世割倍名校園戸棟頭kmKM".scalarValues)
    private static let fractions = ScalarSet(".:/%".scalarValues)
    private static let townLimit = 28

    init?(_ text: ScalarText, from start: Int) {
        let townStart = text.skippingSpaces(from: start)
        var index = townStart
        if Self.particles.contains(text[index]), !text[index + 1].isKatakana, text[index] != 0x3068 { return nil }
        var spaces = 0
        var numbers = -1
        while index - townStart < Self.townLimit {
            let scalar = text[index]
            if scalar.isDigit {
                var next = index
                while text[next].isDigit { next += 1 }
                // 北1条西2丁目: the numbers of the town's own name.
                if text[next] == 0x6761 || text[next] == 0x7DDA || text[next] == 0x5730 && text[next + 1] == 0x5272 {
                    index = next + 1
                    continue
                }
                numbers = index
                break
            }
            if Self.numerals.contains(scalar) {
                var next = index
                while Self.numerals.contains(text[next]), next - index < 5 { next += 1 }
                if Self.unit(text, at: next) > 0, text[next] != 0x6761, index > townStart || text[next] != 0x756A {
                    numbers = index
                    break
                }
                index = next
                continue
            }
            if scalar == 0x20, index > townStart, spaces < 2 {
                spaces += 1
            } else if scalar == 0x3092 || scalar == 0x306F && text[index - 1].isKanji {
                return nil
            } else if !scalar.isKanji, !scalar.isKana {
                return nil
            }
            index += 1
        }
        guard numbers >= 0 else { return nil }
        var isFirm = false
        var parts = 0
        index = numbers
        while parts < 6 {
            let part = index
            while text[index].isDigit || Self.numerals.contains(text[index]), index - part < 5 { index += 1 }
            guard index > part else { break }
            parts += 1
            let unit = Self.unit(text, at: index)
            if unit > 0 {
                isFirm = true
                index += unit
                // 西, 東 between the numbers of northern towns.
                if "東西南北".unicodeScalars.contains(where: { $0.value == text[index] }), text[index + 1].isDigit {
                    index += 1
                }
                if text[index] == 0x306E || text[index] == 0x30CE, text[index + 1].isDigit { index += 1 }
                if text[index] == 0x2D, text[index + 1].isDigit { index += 1 }
                if text[index] == 0x20, text[index + 1].isDigit || Self.numerals.contains(text[index + 1]) {
                    var next = index + 1
                    while text[next].isDigit || Self.numerals.contains(text[next]) { next += 1 }
                    if Self.unit(text, at: next) > 0 || text[next] == 0x2D { index += 1 }
                }
            } else if text[index] == 0x2D || text[index] == 0x306E || text[index] == 0x30CE, text[index + 1].isDigit {
                isFirm = isFirm || text[index] == 0x2D
                index += 1
            } else {
                break
            }
        }
        guard parts > 0 else { return nil }
        let next = text[index]
        if !isFirm {
            // One number alone: a lot number such as 大字小川1234, not a count of something.
            guard index - numbers <= 4, numbers > townStart, spaces == 0 || numbers - townStart > 3 else { return nil }
            guard !Self.counters.contains(next), !next.isKanji, !next.isDigit, !Self.fractions.contains(next) else {
                return nil
            }
            if next.isHiragana, !Self.particles.contains(next) || index - numbers < 2 { return nil }
            for position in townStart + 1..<numbers
            where text[position].isHiragana && Self.particles.contains(text[position])
                && !(text[position - 1].isKanji && text[position + 1].isKanji)
            {
                return nil
            }
        } else if Self.counters.contains(next), text[index - 1].isDigit {
            return nil
        }
        // A town's name is needed before a bare 1-2-3.
        if numbers == townStart, Self.unit(text, at: index - 1) == 0, Self.unit(text, at: index - 2) == 0, parts < 2 {
            return nil
        }
        end = index
        self.isFirm = isFirm
    }

    /// The length of a block's unit at a place.
    private static func unit(_ text: ScalarText, at index: Int) -> Int {
        switch text[index] {
        // 丁目, 丁
        case 0x4E01: text[index + 1] == 0x76EE ? 2 : 1
        // 番地, 番; neither 番目 nor 番線
        case 0x756A: text[index + 1] == 0x5730 ? 2 : text[index + 1] == 0x76EE || text[index + 1] == 0x7DDA ? 0 : 1
        // 号, not 号室
        case 0x53F7: text[index + 1] == 0x5BA4 ? 0 : 1
        default: 0
        }
    }
}
