/// `providers.*.api_keys[]`: one of a provider's credentials.
enum CredentialSection: Section {
    /// A credential before it has its standard name.
    struct Value: Sendable {
        let place: Located
        let value: Secret
        var name: String?
        var weight = 1.0
    }

    static let value = Field<Secret?>.required("value", .secret(), "The credential. Take it from a variable or a file.")
    static let weight = Field(
        "weight",
        .positiveNumber(upTo: 1_000_000),
        default: 1.0,
        "Share of the provider's requests, relative to the other credentials'."
    )
    static let name = Field<String?>.optional(
        "name",
        .name(.key),
        otherwise: "`key-1`, `key-2`, … by its place",
        "The name by which logs and metrics know the credential."
    )

    static let description = SectionDescription(
        help: "One of a provider's credentials.",
        fields: [value.description, weight.description, name.description]
    )

    /// A credential, or in short its value.
    static let element = ValueType<Value>.either(
        ValueType(value.description.shape) { place, reading in
            ValueType<Secret>.secret().read(place, reading).map { Value(place: place, value: $0) }
        },
        type
    )

    static func read(_ section: SectionReader) -> Value? {
        let name = section[name]
        let weight = section[weight]
        return section[value].map { Value(place: section.place, value: $0, name: name, weight: weight) }
    }

    /// Gives each its name, and reports names and credentials that stand twice.
    static func configurations(_ values: [Value], _ reading: Reading) -> [CredentialConfiguration] {
        var names: Set<String> = []
        var secrets: Set<Secret> = []
        return values.enumerated().map { index, value in
            let name = value.name ?? CredentialConfiguration.standardName(at: index)
            if !names.insert(name).inserted {
                reading.report(.duplicate, at: value.place, "another credential of the provider has the same name")
            }
            if !secrets.insert(value.value).inserted {
                reading.report(.duplicate, at: value.place, "the same credential as one before")
            }
            return CredentialConfiguration(name: name, value: value.value, weight: value.weight)
        }
    }
}
