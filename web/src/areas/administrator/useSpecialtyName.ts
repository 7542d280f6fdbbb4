import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { specialtiesQuery } from "../../api/catalogues";

/** A specialty's name in the reader's language; profiles carry the English one. */
export function useSpecialtyName(): (id: string, name: string) => string {
  const { i18n } = useTranslation();
  const { data } = useQuery(specialtiesQuery);
  return useCallback(
    (id, name) => {
      const known = data?.find((one) => one.id === id);
      return (i18n.language === "es" ? known?.nameEs : known?.name) ?? name;
    },
    [data, i18n.language],
  );
}
