/// Reads days as people write them: `1985年3月4日`, `1985/3/4`, `S60.3.4`, `昭和六十年三月四日`, `March 4, 1985`, `3/4/1985`.
struct BirthDateReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The day whose year's or first digits begin at a place; `nil` where there is none.
    /// - Returns: the bytes of the whole date, the era's name with it.
    func day(at start: Int) -> Range<Int>? {
        guard let first = digits(at: start) else { return nil }
        let isYear = first.end - start == 4
        if first.end - start == 8 {
            let day = CalendarDate(year: first.value / 10_000, month: first.value / 100 % 100, day: first.value % 100)
            return day == nil || isJoined(first.end) || !isFree(before: start) ? nil : start..<first.end
        }
        if !isYear, first.end - start <= 2, let (era, begin) = era(before: start) {
            return rest(of: .era(era), year: first.value, from: begin, at: first.end)
        }
        guard isFree(before: start) else { return nil }
        if isYear, let range = rest(of: .gregorian, year: first.value, from: start, at: first.end) { return range }
        guard first.end - start <= 2 else { return nil }
        return english(first, at: start) ?? numeric(first, at: start)
    }

    /// The day whose era's name ends at a place: its numbers may be kanji.
    func day(_ era: CalendarDate.Era, from start: Int, at place: Int) -> Range<Int>? {
        let place = skippingSpaces(place)
        if starts("元", at: place) { return rest(of: .era(era), year: 1, from: start, at: place + 3) }
        guard let year = number(at: place) else { return nil }
        return rest(of: .era(era), year: year.value, from: start, at: year.end)
    }

    private enum Calendar {
        case gregorian
        case era(CalendarDate.Era)
    }

    /// The month and the day behind a year.
    private func rest(of calendar: Calendar, year: Int, from start: Int, at end: Int) -> Range<Int>? {
        var place = skippingSpaces(end)
        var sign: UInt8?
        if starts("年", at: place) {
            place = skippingOtherYear(place + 3)
        } else {
            // 1985(昭和60)年 as well.
            place = skippingOtherYear(place)
            if place > end, starts("年", at: place) {
                place += 3
            } else {
                guard place < bytes.count, Self.signs.contains(bytes[place]) else { return nil }
                sign = bytes[place]
                place += 1
            }
        }
        guard let month = number(at: skippingSpaces(place)) else { return nil }
        place = skippingSpaces(month.end)
        if let sign {
            guard place < bytes.count, bytes[place] == sign else { return nil }
            place += 1
        } else {
            guard starts("月", at: place) else { return nil }
            place += 3
        }
        guard let day = number(at: skippingSpaces(place)) else { return nil }
        place = day.end
        if sign == nil {
            let sign = skippingSpaces(place)
            guard starts("日", at: sign) else { return nil }
            place = sign + 3
        } else if isJoined(place) {
            return nil
        }
        let date =
            switch calendar {
            case .gregorian: CalendarDate(year: year, month: month.value, day: day.value)
            case .era(let era): CalendarDate(era, year: year, month: month.value, day: day.value)
            }
        return date == nil ? nil : start..<place
    }

    private static let signs = ByteSet("/-.")

    // MARK: English

    /// `4 March 1985`, `4th of March, 1985`; `March 4, 1985`.
    private func english(_ day: (value: Int, end: Int), at start: Int) -> Range<Int>? {
        var place = day.end
        if let suffix = word(at: place), ["st", "nd", "rd", "th"].contains(suffix.text) { place = suffix.end }
        let afterDay = place
        place = skippingSpaces(place, also: UInt8(ascii: "-"))
        if let of = word(at: place), of.text == "of" { place = skippingSpaces(of.end) }
        if let name = word(at: place), let month = Self.month(name.text) {
            place = skippingSpaces(name.end, also: UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "."))
            guard let year = digits(at: place), year.end - place == 4,
                CalendarDate(year: year.value, month: month, day: day.value) != nil
            else { return nil }
            return start..<year.end
        }
        // The month stands in front.
        var end = start
        while end > 0, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
        var begin = end
        while begin > 0, end - begin < 10, ByteSet.letters.contains(bytes[begin - 1]) { begin -= 1 }
        guard begin < end, let month = Self.month(text(begin..<end)) else { return nil }
        place = skippingSpaces(afterDay, also: UInt8(ascii: ","))
        guard let year = digits(at: place), year.end - place == 4,
            CalendarDate(year: year.value, month: month, day: day.value) != nil
        else { return nil }
        return begin..<year.end
    }

    /// `3/4/1985`, whichever of them is the month.
    private func numeric(_ first: (value: Int, end: Int), at start: Int) -> Range<Int>? {
        guard first.end < bytes.count, Self.signs.contains(bytes[first.end]), let second = digits(at: first.end + 1),
            second.end < bytes.count, bytes[second.end] == bytes[first.end], let year = digits(at: second.end + 1),
            year.end - second.end == 5, !isJoined(year.end)
        else { return nil }
        let isDay =
            CalendarDate(year: year.value, month: first.value, day: second.value) != nil
            || CalendarDate(year: year.value, month: second.value, day: first.value) != nil
        return isDay ? start..<year.end : nil
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let fullMonths = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private static func month(_ name: String) -> Int? {
        if let index = months.firstIndex(of: name) ?? fullMonths.firstIndex(of: name) { return index + 1 }
        return name == "sept" ? 9 : nil
    }

    private func word(at start: Int) -> (text: String, end: Int)? {
        var end = start
        while end < bytes.count, end - start < 10, ByteSet.letters.contains(bytes[end]) { end += 1 }
        return end == start ? nil : (text(start..<end), end)
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self).lowercased() }

    // MARK: Eras and numbers

    /// The era that a letter or a name right in front of a place stands for.
    private func era(before start: Int) -> (CalendarDate.Era, Int)? {
        var end = start
        while end > 0, start - end < 2, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: ".") {
            end -= 1
        }
        if end > 0, let era = CalendarDate.Era(letter: bytes[end - 1]) {
            return end > 1 && ByteSet.alphanumerics.contains(bytes[end - 2]) ? nil : (era, end - 1)
        }
        guard end >= 3, bytes[end - 3] >= 0xE4 else { return nil }
        for (era, name) in Self.eras {
            if end >= 6, bytes[(end - 6)..<end].elementsEqual(name) { return (era, end - 6) }
            if bytes[(end - 3)..<end].elementsEqual(name.prefix(3)) { return (era, end - 3) }
        }
        return nil
    }

    private static let eras = CalendarDate.Era.allCases.map { ($0, Array($0.name.utf8)) }

    /// A number in digits or in kanji.
    private func number(at start: Int) -> (value: Int, end: Int)? {
        if let digits = digits(at: start), digits.end - start <= 2 { return digits }
        var (value, pending, place, isRead) = (0, 0, start, false)
        while let (kind, end) = kanji(at: place) {
            isRead = true
            place = end
            if kind == 10 {
                value += (pending == 0 ? 1 : pending) * 10
                pending = 0
            } else {
                pending = pending * 10 + kind
                guard pending < 100 else { return nil }
            }
        }
        return isRead ? (value + pending, place) : nil
    }

    private func kanji(at place: Int) -> (Int, Int)? {
        guard place + 2 < bytes.count, bytes[place] >= 0xE3 else { return nil }
        for (value, name) in Self.kanjiDigits.enumerated() where bytes[place..<(place + 3)].elementsEqual(name) {
            return (value, place + 3)
        }
        return nil
    }

    private static let kanjiDigits = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].map { Array($0.utf8) }

    private func digits(at start: Int) -> (value: Int, end: Int)? {
        var (value, end) = (0, start)
        while end < bytes.count, end - start < 9, ByteSet.digits.contains(bytes[end]) {
            value = value * 10 + Int(bytes[end] &- 48)
            end += 1
        }
        return end == start || end - start == 9 ? nil : (value, end)
    }

    /// The end of a year in another calendar in brackets, as in 1985年(昭和60年)3月4日.
    private func skippingOtherYear(_ start: Int) -> Int {
        let place = skippingSpaces(start)
        guard place < bytes.count, bytes[place] == UInt8(ascii: "("),
            let end = bytes[place...].prefix(24).firstIndex(of: UInt8(ascii: ")"))
        else { return start }
        return end + 1
    }

    private func skippingSpaces(_ start: Int, also signs: UInt8...) -> Int {
        var place = start
        while place < bytes.count, place - start < 3, bytes[place] == UInt8(ascii: " ") || signs.contains(bytes[place])
        {
            place += 1
        }
        return place
    }

    private func starts(_ text: String, at place: Int) -> Bool {
        place <= bytes.count && bytes[place...].starts(with: text.utf8)
    }

    /// Whether digits go on behind a place.
    private func isJoined(_ end: Int) -> Bool {
        guard end < bytes.count else { return false }
        if ByteSet.digits.contains(bytes[end]) { return true }
        return Self.signs.contains(bytes[end]) && end + 1 < bytes.count && ByteSet.digits.contains(bytes[end + 1])
    }

    private func isFree(before start: Int) -> Bool {
        guard start > 0 else { return true }
        if ByteSet.alphanumerics.contains(bytes[start - 1]) { return false }
        guard Self.signs.contains(bytes[start - 1]), start > 1 else { return true }
        return !ByteSet.alphanumerics.contains(bytes[start - 2])
    }
}
