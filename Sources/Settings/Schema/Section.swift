/// A mapping with fixed fields: the fields, and how the values that were read become a value of Kanmon's own.
///
/// A new section is a new file with one type that conforms, plus one field where the section belongs.
protocol Section: SendableMetatype {
    associatedtype Value: Sendable

    static var description: SectionDescription { get }

    /// - Returns: nil if a required field is missing or wrong; the problem has been reported then.
    static func read(_ section: SectionReader) -> Value?
}

extension Section {
    /// The section as the type of a field.
    static var type: ValueType<Value> {
        ValueType(.section(description)) { place, reading in
            guard let section = SectionReader(place, description, reading) else { return nil }
            return read(section)
        }
    }
}
