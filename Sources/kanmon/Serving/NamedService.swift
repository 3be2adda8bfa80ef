import ServiceLifecycle

/// A service whose description is its type's name alone: a group of services logs the description of each, and what a
/// service holds may be a secret.
protocol NamedService: Service, CustomStringConvertible {}

extension NamedService {
    var description: String { "\(Self.self)" }
}
