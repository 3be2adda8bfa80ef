/// What a key or a model is for. A key sees the models of its own environment, and those that have none.
public enum Environment: String, Hashable, Sendable, CaseIterable {
    case dev
    case test
    case prod
}
