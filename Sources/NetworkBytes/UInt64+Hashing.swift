extension UInt64 {
  /// Both halves of the product with `other`: each bit depends on all bits of both numbers.
  @inlinable
  package func folded(with other: UInt64) -> UInt64 {
    let product = multipliedFullWidth(by: other)
    return product.high ^ product.low
  }
}
