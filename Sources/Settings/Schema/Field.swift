import JSONText

/// One field of a section: its name, its type, what counts where it is absent, and its help text.
///
/// The same value serves three ways: ``SectionReader`` reads by it, the JSON Schema describes it, and the reference
/// table lists it.
struct Field<Value: Sendable>: Sendable {
    let description: FieldDescription
    /// What reading gives where the field is absent or wrong.
    let fallback: Value
    let read: @Sendable (Located, Reading) -> Value?

    var name: String { description.name }

    private init(
        _ name: String,
        _ shape: Shape,
        _ help: String,
        isRequired: Bool,
        _ shown: FieldDescription.Fallback,
        fallback: Value,
        read: @escaping @Sendable (Located, Reading) -> Value?
    ) {
        description = FieldDescription(
            name: name,
            shape: shape,
            help: help,
            isRequired: isRequired,
            fallback: shown
        )
        self.fallback = fallback
        self.read = read
    }

    /// A field with a constant default.
    init(_ name: String, _ type: ValueType<Value>, default fallback: Value, _ help: String) {
        let shown = type.write.map { FieldDescription.Fallback.value($0(fallback)) } ?? .nothing
        self.init(name, type.shape, help, isRequired: false, shown, fallback: fallback, read: type.read)
    }

    /// A field that may be absent.
    /// - Parameter otherwise: what then counts, in words.
    static func optional<Wrapped>(
        _ name: String,
        _ type: ValueType<Wrapped>,
        otherwise: String? = nil,
        _ help: String
    ) -> Field where Value == Wrapped? {
        Field(
            name,
            type.shape,
            help,
            isRequired: false,
            otherwise.map(FieldDescription.Fallback.words) ?? .nothing,
            fallback: nil,
            read: { type.read($0, $1).map(Optional.some) }
        )
    }

    /// A field that must be there. Reading gives nil where it is absent or wrong, which is then reported already.
    static func required<Wrapped>(_ name: String, _ type: ValueType<Wrapped>, _ help: String) -> Field
    where Value == Wrapped? {
        Field(
            name,
            type.shape,
            help,
            isRequired: true,
            .nothing,
            fallback: nil,
            read: { type.read($0, $1).map(Optional.some) }
        )
    }
}
