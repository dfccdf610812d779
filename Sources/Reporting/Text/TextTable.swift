/// Rows of cells whose columns are as wide as their widest cell.
struct TextTable {
  let rows: [[StyledText]]
  /// Whether a column holds numbers, which stand to the right.
  let isNumber: (Int) -> Bool

  /// The rows with the blanks that align them; none at the end of a line.
  func lines(indented indent: Int = 0) -> [[StyledText]] {
    guard let first = rows.first else { return [] }
    let widths = first.indices.map { column in rows.map { $0[column].width }.max() ?? 0 }
    return rows.map { row in
      var line: [StyledText] = []
      var blanks = indent
      for (column, cell) in row.enumerated() {
        let padding = widths[column] - cell.width
        if isNumber(column) { blanks += padding }
        if cell.width > 0 {
          if blanks > 0 { line.append(StyledText(String(repeating: " ", count: blanks))) }
          line.append(cell)
          blanks = 0
        }
        if !isNumber(column) { blanks += padding }
        blanks += 2
      }
      return line
    }
  }
}
