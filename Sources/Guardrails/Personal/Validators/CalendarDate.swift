/// A day, and whether there was one of that name.
struct CalendarDate: Sendable, Hashable {
    let year: Int
    let month: Int
    let day: Int

    /// A day of the Gregorian calendar; `nil` where there is none, or where nobody alive was born then.
    init?(year: Int, month: Int, day: Int) {
        guard (1868...2100).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= days[month - 1] else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// A day of an era; `nil` where the era had no such day.
    init?(_ era: Era, year: Int, month: Int, day: Int) {
        guard (1...99).contains(year), let date = CalendarDate(year: era.offset + year, month: month, day: day),
            date.order >= era.first, date.order <= era.last
        else { return nil }
        self = date
    }

    private var order: Int { year * 10_000 + month * 100 + day }

    /// An era of Japan with its first and last day.
    enum Era: Sendable, Hashable, CaseIterable {
        case meiji, taisho, showa, heisei, reiwa

        /// What makes a year of the era one of the calendar.
        var offset: Int {
            switch self {
            case .meiji: 1867
            case .taisho: 1911
            case .showa: 1925
            case .heisei: 1988
            case .reiwa: 2018
            }
        }

        fileprivate var first: Int {
            switch self {
            case .meiji: 1868_01_25
            case .taisho: 1912_07_30
            case .showa: 1926_12_25
            case .heisei: 1989_01_08
            case .reiwa: 2019_05_01
            }
        }

        fileprivate var last: Int {
            switch self {
            case .meiji: 1912_07_30
            case .taisho: 1926_12_25
            case .showa: 1989_01_07
            case .heisei: 2019_04_30
            case .reiwa: 2100_12_31
            }
        }

        /// Its name in kanji.
        var name: String {
            switch self {
            case .meiji: "明治"
            case .taisho: "大正"
            case .showa: "昭和"
            case .heisei: "平成"
            case .reiwa: "令和"
            }
        }

        /// The era that a letter stands for, as on forms.
        init?(letter: UInt8) {
            switch letter & 0xDF {
            case UInt8(ascii: "M"): self = .meiji
            case UInt8(ascii: "T"): self = .taisho
            case UInt8(ascii: "S"): self = .showa
            case UInt8(ascii: "H"): self = .heisei
            case UInt8(ascii: "R"): self = .reiwa
            default: return nil
            }
        }
    }
}
