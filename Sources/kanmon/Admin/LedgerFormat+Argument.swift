public import ArgumentParser
public import Store

/// The formats of an export by their names.
extension LedgerExport.Format: ExpressibleByArgument {}
