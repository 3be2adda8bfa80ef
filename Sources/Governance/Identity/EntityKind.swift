/// The kinds of objects that are identified, named and put under rules.
public enum EntityKind: String, Hashable, Sendable, CaseIterable {
    case organization
    case team
    case project
    case user
    case key
}
