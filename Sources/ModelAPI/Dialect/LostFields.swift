/// What a writer could not express: in order, each once.
struct LostFields {
    private(set) var all: [LostField] = []
    private var seen: Set<LostField> = []

    /// Notes a field.
    mutating func add(_ field: LostField) {
        if seen.insert(field).inserted { all.append(field) }
    }

    /// Notes a field of the request.
    mutating func add(_ field: LostField.RequestField) { add(.request(field)) }

    /// Notes a field if it is lost.
    mutating func add(_ field: @autoclosure () -> LostField, if isLost: Bool) {
        if isLost { add(field()) }
    }

    /// Notes a field of the request if it is lost.
    mutating func add(_ field: LostField.RequestField, if isLost: Bool) {
        if isLost { add(.request(field)) }
    }

    /// Notes what another writer could not express.
    mutating func add(_ others: LostFields) {
        for field in others.all { add(field) }
    }
}
