/// One text being read for identifiers.
struct IdentifierReading {
    /// What scores less is not reported at all.
    private static let leastScore = 0.2
    private static let rules =
        JapaneseIdentifierRules.all + TelephoneRules.all + InternationalIdentifierRules.all + [PostalCodeRule.rule]
    private static let insuranceKinds = LabelKinds(.healthInsurance, .insuredNumber, .insurer)
    private static let accountKinds = LabelKinds(.bankAccount)

    private let rules = Self.rules
    private let bytes: [UInt8]
    private let network: NetworkReader
    private let dates: BirthDateReader
    private var labels: LabelReader
    private var chain: DigitChain
    /// Findings of the chain being read, of which those that overlap exclude each other.
    private var candidates: [Finding] = []
    private(set) var findings: [Finding] = []
    private var lastLongAddress = 0

    init(_ bytes: [UInt8], fieldName: String?) {
        self.bytes = bytes
        network = NetworkReader(bytes)
        dates = BirthDateReader(bytes)
        labels = LabelReader(bytes, fieldName: fieldName)
        chain = DigitChain(bytes)
    }

    private mutating func report(_ type: FindingType, _ range: Range<Int>, _ score: Double, _ rule: String) {
        guard score >= Self.leastScore else { return }
        findings.append(Finding(type: type, range: range, score: score, rule: rule))
    }

    private mutating func propose(_ type: FindingType, _ range: Range<Int>, _ score: Double, _ rule: String) {
        guard score >= Self.leastScore else { return }
        candidates.append(Finding(type: type, range: range, score: score, rule: rule))
    }

    // MARK: Digits

    /// Reads the groups of digits from a place on.
    mutating func readDigits(at start: Int) {
        guard start >= chain.end, start < bytes.count else { return }
        chain.read(from: start)
        candidates.removeAll(keepingCapacity: true)
        // No number has fewer digits than five, except where letters begin it.
        let isNumber = chain.total >= 5 || (start > 0 && ByteSet.letters.contains(bytes[start - 1]))
        for first in chain.groups.indices {
            if isNumber { readNumbers(first) }
            readAddress(first)
            readPair(first)
            readDay(chain.groups[first])
            if let plate = VehiclePlateReader.plate(bytes, chain.groups[first]) {
                propose(.vehiclePlate, plate, 0.85, "vehicle-plate")
            }
        }
        settle()
    }

    /// Keeps the best of candidates that overlap.
    private mutating func settle() {
        if candidates.count > 1 {
            candidates.sort {
                ($0.score, $0.range.count, $1.range.lowerBound) > ($1.score, $1.range.count, $0.range.lowerBound)
            }
        }
        var kept: [Finding] = []
        for candidate in candidates where !kept.contains(where: { $0.range.overlaps(candidate.range) }) {
            kept.append(candidate)
        }
        findings += kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func readNumbers(_ first: Int) {
        let count = chain.groups[first].count
        let isFree = chain.isFree(before: first) || isLabelled(first)
        for place in rules.indices where rules[place].begins(with: count) && (isFree || rules[place].takesLetters) {
            let rule = rules[place]
            guard let recognition = rule.recognize(chain, first) else { continue }
            let nearest = labels.nearest(to: recognition.range)
            let score = rule.score(recognition, nearest)
            guard score >= Self.leastScore else { continue }
            var name = rule.name
            if let variant = recognition.variant { name += "." + variant }
            if let nearest, rule.labels.contains(nearest.kind) { name += ".labelled" }
            propose(recognition.type ?? rule.type, recognition.range, score, name)
        }
    }

    /// Whether the letters right in front of a group are a label: `TEL03-1234-5678`, `No.123456789018`.
    private mutating func isLabelled(_ first: Int) -> Bool {
        guard first == 0 || chain.joints[first - 1] != .dot else { return false }
        let start = chain.groups[first].start
        guard start > 0 else { return true }
        var end = start
        if !ByteSet.alphanumerics.contains(bytes[end - 1]) { end -= 1 }
        let word = bytes[..<end].suffix(3)
        if word.count >= 2, word.suffix(2).map({ $0 | 0x20 }) == Array("no".utf8),
            word.count == 2 || !ByteSet.letters.contains(word[word.startIndex])
        {
            return true
        }
        guard let label = labels.attached(to: start) else { return false }
        return label.range.upperBound >= end - 1 && label.kind != .otherNumber && label.kind != .version
    }

    private mutating func readAddress(_ first: Int) {
        guard let (range, purpose) = network.address(chain, first) else { return }
        if labels.attached(to: range.lowerBound)?.kind == .version { return }
        let isLabelled = labels.nearest(to: range)?.kind == .network
        let score =
            switch purpose {
            case .host: isLabelled ? 0.95 : 0.75
            case .documentation: isLabelled ? 0.6 : 0.45
            case .small: isLabelled ? 0.8 : 0.35
            case .local: 0.3
            }
        propose(.ipAddress, range, score, isLabelled ? "ipv4.labelled" : "ipv4")
    }

    /// 記号 and 番号 apart: of an insurance card, or of an account at the post bank.
    private mutating func readPair(_ first: Int) {
        let group = chain.groups[first]
        guard group.count <= 10, isBehindNumberSign(group.start), chain.isFree(before: first),
            chain.isFree(behind: first), !chain.isCounted(first),
            let label = labels.attached(to: group.start)
        else { return }
        switch label.kind {
        case .symbol, .plainNumber, .branchNumber: break
        default: return
        }
        let range = group.start..<group.end
        if labels.mentions(Self.insuranceKinds, before: label.range.lowerBound, within: 180) {
            propose(.healthInsurance, range, 0.9, "health-insurance.pair")
        } else if label.kind != .branchNumber, group.count >= 5,
            labels.mentions(Self.accountKinds, before: label.range.lowerBound, within: 150)
                || labels.mentions(Self.accountKinds, behind: group.end, within: 90)
        {
            propose(.bankAccountJapan, range, 0.9, "yucho-account.pair")
        }
    }

    /// Whether 号 or 番 ends close in front: a look that is cheaper than one for labels.
    private func isBehindNumberSign(_ start: Int) -> Bool {
        for place in stride(from: start - 1, through: max(start - 14, 2), by: -1) {
            switch bytes[place] {
            case 0xB7: if bytes[place - 1] == 0x8F, bytes[place - 2] == 0xE5 { return true }
            case 0xAA: if bytes[place - 1] == 0x95, bytes[place - 2] == 0xE7 { return true }
            default: break
            }
        }
        return false
    }

    // MARK: Days

    private mutating func readDay(_ group: DigitChain.Group) {
        guard group.count == 1 || group.count == 2 || group.count == 4 || group.count == 8,
            let range = dates.day(at: group.start)
        else { return }
        let score = dayScore(range)
        if score > 0 { propose(.birthDate, range, score, "birth-date") }
    }

    /// Reads a day whose era's name ends at a place and whose numbers are kanji.
    mutating func readEra(endingAt end: Int) {
        guard end >= 6, end < bytes.count, !ByteSet.digits.contains(bytes[end]) else { return }
        let name = bytes[(end - 6)..<end]
        guard let era = CalendarDate.Era.allCases.first(where: { name.elementsEqual($0.name.utf8) }),
            let range = dates.day(era, from: end - 6, at: end)
        else { return }
        let score = dayScore(range)
        // Digits behind a space are read from the digits.
        if score > 0, !findings.contains(where: { $0.range == range }) {
            report(.birthDate, range, score, "birth-date")
        }
    }

    private mutating func dayScore(_ range: Range<Int>) -> Double {
        if isBirth(range.upperBound) { return 0.97 }
        guard let nearest = labels.nearest(to: range), nearest.kind == .birth else { return 0 }
        if nearest.isConsumed { return 0.3 }
        if let label = nearest.inFront, !names(label, range.lowerBound) { return 0.4 }
        return nearest.distance <= 24 ? 0.97 : 0.8
    }

    /// Whether a label in front of a day names it, rather than being told about in the same sentence:
    /// 生年月日を確認後、2024年1月15日に does not.
    private func names(_ label: Range<Int>, _ day: Int) -> Bool {
        let next = bytes[label.upperBound...]
        // A sign behind the label makes it that of a field.
        guard let sign = next.first, sign >= 0x80 else { return true }
        if bytes[label].starts(with: "生".utf8) || bytes[label].starts(with: "うま".utf8),
            bytes[label].count <= 9
        {
            return next.starts(with: "は".utf8) || next.starts(with: "が".utf8)
        }
        var nouns = 0
        var place = label.upperBound
        while place < day {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "?") || bytes[place..<day].starts(with: "。".utf8) {
                nouns = 0
            } else if byte == UInt8(ascii: ")") || byte == UInt8(ascii: ":") {
                nouns = 0
            } else if (byte >= 0xE4 && byte <= 0xE9) || (byte == 0xE3 && place + 1 < day && bytes[place + 1] == 0x83) {
                nouns += 1
            }
            place += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        }
        return nouns < 3
    }

    /// Whether 生, 生まれ or an age stands right behind a day.
    private func isBirth(_ end: Int) -> Bool {
        var place = end
        while place < bytes.count, place - end < 3,
            bytes[place] == UInt8(ascii: " ") || bytes[place] == UInt8(ascii: "(")
        {
            place += 1
        }
        if bytes[place...].starts(with: "、".utf8) { place += 3 }
        let rest = bytes[place...]
        if rest.starts(with: "生".utf8) {
            // 生産 and 生徒 are other words.
            guard place + 5 < bytes.count else { return true }
            let next = bytes[place + 3]
            let isKatakana = next == 0xE3 && bytes[place + 4] == 0x83 && bytes[place + 5] != 0xBB
            return !(next >= 0xE4 && next <= 0xE9) && !isKatakana
        }
        if bornLater(end) { return true }
        if rest.starts(with: "満".utf8) { place += 3 }
        let digits = place
        while place < bytes.count, place - digits < 3, ByteSet.digits.contains(bytes[place]) { place += 1 }
        guard place > digits else { return false }
        if place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        return bytes[place...].starts(with: "歳".utf8) || bytes[place...].starts(with: "才".utf8)
    }

    /// Whether the sentence goes on to a birth, the year in another calendar or a place between:
    /// 1985年3月4日(昭和60年)生まれ, 1985年3月4日、東京都に生まれる.
    private func bornLater(_ end: Int) -> Bool {
        var place = end
        var isBracketed = false
        while place < bytes.count, place - end < 60 {
            let byte = bytes[place]
            if byte == UInt8(ascii: "(") { isBracketed = true }
            if byte == UInt8(ascii: ")") { isBracketed = false }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") { return false }
            if !isBracketed, ByteSet.alphanumerics.contains(byte) { return false }
            if byte == 0xE3, bytes[place...].starts(with: "。".utf8) { return false }
            if byte == 0xE7, !isBracketed, bytes[place...].starts(with: "生まれ".utf8) {
                let rest = bytes[(place + 9)...]
                return !rest.starts(with: "変わ".utf8) && !rest.starts(with: "かわ".utf8)
            }
            place += 1
        }
        return false
    }

    // MARK: Signs

    /// Reads an e-mail address.
    mutating func readMail(at sign: Int) {
        guard let (range, isRepository) = network.mailAddress(around: sign) else { return }
        report(.email, range, isRepository ? 0.3 : 0.97, isRepository ? "email.repository" : "email")
    }

    /// Reads an e-mail address whose `@` is spelt out, up to that sign's end.
    mutating func readSpeltMail(endingAt end: Int) {
        if let range = network.speltMailAddress(around: end) { report(.email, range, 0.85, "email.spelt") }
    }

    /// Reads a URL with a user and a password.
    mutating func readURL(behind end: Int) {
        if let value = network.queryCredential(behind: end), !Placeholder.isOne(bytes[value]) {
            report(.urlCredentials, value, 0.85, "url-credentials.query")
        }
        guard let (user, password) = network.credentials(behind: end),
            !Placeholder.isOne(bytes[password]), !network.scheme(before: end).isEmpty
        else { return }
        report(.urlCredentials, user.lowerBound..<password.upperBound, 0.95, "url-credentials")
    }

    /// Reads an IPv6 address.
    mutating func readLongAddress(around place: Int) {
        guard place > lastLongAddress, let (range, isLocal) = network.longAddress(around: place) else { return }
        lastLongAddress = range.upperBound
        let isLabelled = labels.nearest(to: range)?.kind == .network
        report(.ipAddress, range, isLocal ? (isLabelled ? 0.55 : 0.4) : 0.8, "ipv6")
    }

    /// Reads a network card's address.
    mutating func readCardAddress(endingAt end: Int) {
        if let range = network.cardAddress(endingAt: end) { report(.macAddress, range, 0.85, "mac-address") }
    }

    /// Reads the address of a wallet.
    mutating func readWallet(from start: Int, _ set: ByteSet, limit: Int) {
        guard start >= 0, let range = network.word(from: start, set, limit: limit) else { return }
        let isLabelled = labels.nearest(to: range)?.kind == .wallet
        let address = bytes[range]
        switch address.first {
        case UInt8(ascii: "0"): report(.wallet, range, isLabelled ? 0.9 : 0.6, "wallet.ethereum")
        case UInt8(ascii: "b"), UInt8(ascii: "B"):
            if WalletAddress.isBech32(address) { report(.wallet, range, 0.95, "wallet.segwit") }
        default:
            if WalletAddress.isBase58(address) { report(.wallet, range, isLabelled ? 0.9 : 0.55, "wallet.bitcoin") }
        }
    }

    /// Reads the lines for machines of a passport.
    mutating func readPassport(around place: Int) {
        if let range = network.machineReadableZone(around: place) {
            report(.passport, range, 0.97, "passport.machine-readable")
        }
    }
}
