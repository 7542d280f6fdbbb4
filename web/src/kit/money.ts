/** "12500.00 COP" of the API in the reader's way. */
export function formatMoney(money: string, language: string): string {
  const [amount = "0", currency = "COP"] = money.split(" ");
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    maximumFractionDigits: currency === "COP" ? 0 : 2,
  }).format(Number(amount));
}
