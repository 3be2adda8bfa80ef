/// What a label says about the number beside it.
enum LabelKind: UInt8, Sendable, Hashable, CaseIterable {
    case myNumber, corporateNumber, invoiceNumber, driversLicense, passport, residenceCard, residentCode
    case healthInsurance, insurer, careInsurance, employmentInsurance, insuredNumber, pension
    case bankAccount, accountType, card, phone, phonePlace, postalCode
    case birth, otherDate, address, network, version, macAddress, iban, socialSecurity, taxpayer, nationalInsurance
    case wallet, plate
    /// 記号, 番号 and 枝番 standing alone: half of a pair.
    case symbol, plainNumber, branchNumber
    /// A number of business: an order, a parcel, a product.
    case otherNumber

    /// Whether it says nothing of its own: what is meant stands farther away.
    var isNeutral: Bool {
        switch self {
        case .symbol, .plainNumber, .branchNumber, .address, .version: true
        default: false
        }
    }

    /// Whether a number beside it may still be of another kind: dates and hosts stand beside anything.
    var isTolerant: Bool {
        switch self {
        case .network, .birth, .otherDate, .plate, .wallet, .macAddress: true
        default: isNeutral
        }
    }

    /// Whether it counts only where nothing but a sign stands between it and the number.
    var isAdjacentOnly: Bool { self == .accountType || self == .phonePlace }
}

/// A set of kinds.
struct LabelKinds: OptionSet, Sendable, Hashable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    init(_ kinds: LabelKind...) {
        rawValue = kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    func contains(_ kind: LabelKind) -> Bool { rawValue & 1 << UInt64(kind.rawValue) != 0 }
}
