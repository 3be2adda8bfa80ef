public import ArgumentParser
public import Settings

extension ListenAddress: ExpressibleByArgument {
    /// Reads the argument the way documents write addresses.
    public init?(argument: String) { self.init(argument) }
}
