extension FindingType {
    /// A person's name, without honorific and title.
    public static let personName = FindingType(rawValue: "PERSON_NAME")
    /// A Japanese address down to the block, with building and room where they stand.
    public static let addressJP = FindingType(rawValue: "ADDRESS_JP")
}
