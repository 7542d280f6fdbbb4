import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { specialtiesQuery } from "../../api/catalogues";

/** Technicians and rankings carry specialties by their English names. */
export function useSpecialtyNamed(): (name: string) => string {
  const { i18n } = useTranslation();
  const { data } = useQuery(specialtiesQuery);
  return (name) =>
    (i18n.language === "es" ? data?.find((one) => one.name === name)?.nameEs : null) ?? name;
}
